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
TABLES = ("jobs", "applications", "stays", "reconciliation", "input_note")

# What the vendor says of each entity, and why it says no more.
STAGED = {
    "applications": """with final as (
    select
        id as application_id,
        job_id,
        person_id as candidate_id,
        'phone screen' as current_stage_id,
        'active' as status,
        false as is_agency,
        applied_at,
        applied_at as last_activity_at,
        known_at
    from {{ observed(source('raw_toy', 'applications'), ['id']) }}
)

{{ conform('final', lacks={
    'Nobody is named but the candidate.': ['recruiter_id', 'coordinator_id', 'source_id'],
    'An application never ends.': ['reason_id', 'exit_kind', 'ended_at', 'hired_at', 'transferred_from_job_id'],
    'Times are instants.': ['day_columns'],
}) }}
""",
    "person_records": """with final as (
    select
        'candidate' as record_type,
        person_id as record_id,
        false as is_anonymised,
        false as is_internal_user,
        false as do_not_contact,
        applied_at as created_at,
        known_at
    from {{ observed(source('raw_toy', 'applications'), ['id']) }}
)

{{ conform('final', lacks={
    'A person is a number.': ['consent_until_date', 'retain_until_date'],
    'Times are instants.': ['day_columns'],
}) }}
""",
    "requisitions": """with final as (
    select
        id as job_id,
        id as requisition_id,
        name as title,
        'Workshop' as department,
        'open' as status,
        false as is_evergreen,
        false as is_confidential,
        opened_at as created_at,
        opened_at,
        known_at
    from {{ observed(source('raw_toy', 'jobs'), ['id']) }}
)

{{ conform('final', lacks={
    'There is one workshop.': ['office', 'country', 'timezone', 'hiring_manager_id', 'recruiter_id'],
    'A job never closes.': ['closed_at'],
    'Times are instants.': ['day_columns'],
}) }}
""",
    "stage_stays": """with final as (
    select
        id as stay_id,
        application_id,
        'j1' as job_id,
        lower(stage) as stage_id,
        true as is_current,
        entered_at,
        known_at
    from {{ observed(source('raw_toy', 'stays'), ['id']) }}
)

{{ conform('final', lacks={
    'A stay says where and since when.': ['moved_by_id', 'exited_at'],
    'Times are instants.': ['day_columns'],
}) }}
""",
    "stages": """with final as (
    select
        lower(stage) as stage_id,
        stage as stage_name,
        1 as stage_order,
        true as is_active
    from {{ observed(source('raw_toy', 'stays'), ['id']) }}
)

{{ conform('final', lacks={'Stages are shared by all jobs.': ['job_id']}) }}
""",
}
CONFIG = "{{ config(enabled = 'toy' in var('systems')) }}\n\n"


def write(root: Path) -> None:
    """Add the connector to the project in ``root``."""
    (root / SOURCE_FOLDER).mkdir()
    (root / SOURCE_FOLDER / "__init__.py").write_text(CONNECTOR)
    staging = root / STAGING_FOLDER
    staging.mkdir()
    (staging / "toy.yml").write_text(SOURCES + "".join(f"      - name: {table}\n" for table in TABLES))
    for entity, text in STAGED.items():
        (staging / f"stg_toy__{entity}.sql").write_text(CONFIG + text)
