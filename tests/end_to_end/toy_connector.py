"""A minimal connector, written as a person would write one: two folders of small files.

Its vendor knows jobs, their stages, applications and how long each stayed where. What it lacks has no file.
"""

from __future__ import annotations

from pathlib import Path

NAME = "toy"
SOURCE_FOLDER = Path("ingestion/sources") / NAME
STAGING_FOLDER = Path("dbt_project/models/staging") / NAME

CONNECTOR = '''"""Toy: an applicant tracking system with three lists and no change dates."""

from hirehouse.ingestion.observe import Feed, observed_source
from hirehouse.ingestion.tables import TableSpec

SPECS = (
    TableSpec("jobs", {"id": "string", "name": "string", "opened_at": "timestamp"}, ("id",), "One row per job."),
    TableSpec(
        "applications",
        {"id": "string", "job_id": "string", "person_id": "string", "applied_at": "timestamp"},
        ("id",),
        "One row per application.",
    ),
    TableSpec(
        "stays",
        {"id": "string", "application_id": "string", "stage": "string", "entered_at": "timestamp"},
        ("id",),
        "One row per stay of an application in a stage.",
    ),
)
TABLES = {spec.name: spec for spec in SPECS}
ROWS = {
    "jobs": [{"id": "j1", "name": "Carpenter", "opened_at": "2026-05-04T09:00:00Z"}],
    "applications": [{"id": "a1", "job_id": "j1", "person_id": "p1", "applied_at": "2026-06-01T10:00:00Z"}],
    "stays": [{"id": "s1", "application_id": "a1", "stage": "Phone Screen", "entered_at": "2026-06-01T10:00:00Z"}],
}


def build_source(context):
    """The dlt source of one load; a real vendor's pages would come from ``hirehouse.ingestion.http``."""
    return observed_source(context, [Feed(spec, lambda rows=ROWS[spec.name]: iter([rows])) for spec in SPECS])
'''

SOURCES = """version: 2

sources:
  - name: raw_toy
    schema: raw_toy
    tables:
"""
SOURCE_TABLE = """      - name: {table}
"""

CONFIG = "{{{{ config(enabled = 'toy' in var('systems')%s) }}}}\n\n"

BASE = (
    CONFIG % ", materialized = 'table'"
    + """with observations as (
    {{{{ completed_observations(source('raw_toy', '{table}')) }}}}
),

renamed as (
    select
        {columns},
        {{{{ observation_columns() }}}}
    from observations
)

{{{{ latest_observations('renamed', ['{key}'], tie_breaker=none) }}}}
"""
)
BASES = {
    "jobs": ("job_id", "id as job_id, name as title, opened_at"),
    "applications": ("application_id", "id as application_id, job_id, person_id, applied_at"),
    "stays": ("stay_id", "id as stay_id, application_id, stage, entered_at"),
    "reconciliation": ("check_id", "concat(entity, checked_at) as check_id, entity, source_rows, log_rows, checked_at"),
}

# What the vendor says of each entity; every other column of the contract is null.
SAID = {
    "applications": (
        "live('base_toy__applications')",
        {
            "application_id": "application_id",
            "job_id": "job_id",
            "candidate_id": "person_id",
            "status": "'active'",
            "is_agency": "false",
            "applied_at": "applied_at",
            "current_stage_id": "'phone screen'",
            "last_activity_at": "applied_at",
            "known_at": "known_at",
        },
    ),
    "person_records": (
        "live('base_toy__applications')",
        {
            "record_type": "'candidate'",
            "record_id": "person_id",
            "is_anonymised": "false",
            "is_internal_user": "false",
            "do_not_contact": "false",
            "created_at": "applied_at",
            "known_at": "known_at",
        },
    ),
    "reconciliations": (
        "live('base_toy__reconciliation')",
        {"entity": "entity", "source_rows": "source_rows", "warehouse_rows": "log_rows", "checked_at": "checked_at"},
    ),
    "requisitions": (
        "live('base_toy__jobs')",
        {
            "job_id": "job_id",
            "requisition_id": "job_id",
            "title": "title",
            "department": "'Workshop'",
            "status": "'open'",
            "is_evergreen": "false",
            "is_confidential": "false",
            "created_at": "opened_at",
            "opened_at": "opened_at",
            "known_at": "known_at",
        },
    ),
    "stage_stays": (
        "live('base_toy__stays')",
        {
            "stay_id": "stay_id",
            "application_id": "application_id",
            "job_id": "'j1'",
            "stage_id": "lower(stage)",
            "is_current": "true",
            "entered_at": "entered_at",
            "known_at": "known_at",
        },
    ),
    "stages": (
        "live('base_toy__stays')",
        {"stage_id": "lower(stage)", "stage_name": "stage", "stage_order": "1", "is_active": "true"},
    ),
}
STAGED = (
    CONFIG % ""
    + """{{%- set said = {said} %}}
select
{{%- for column, kind in contract('{entity}').items() %}}
    cast({{{{ said.get(column, 'null') }}}} as {{{{ type_of(kind) }}}}) as {{{{ column }}}}
    {{{{- ',' if not loop.last }}}}
{{%- endfor %}}
from {{{{ {relation} }}}}
"""
)


def write(root: Path) -> None:
    """Add the connector to the project in ``root``."""
    (root / SOURCE_FOLDER).mkdir()
    (root / SOURCE_FOLDER / "__init__.py").write_text(CONNECTOR)
    staging = root / STAGING_FOLDER
    staging.mkdir()
    (staging / "toy.yml").write_text(SOURCES + "".join(SOURCE_TABLE.format(table=table) for table in BASES))
    for table, (key, columns) in BASES.items():
        (staging / f"base_toy__{table}.sql").write_text(BASE.format(table=table, key=key, columns=columns))
    for entity, (relation, said) in SAID.items():
        text = STAGED.format(entity=entity, relation=relation, said={"system": "'toy'"} | said)
        (staging / f"stg_toy__{entity}.sql").write_text(text)
