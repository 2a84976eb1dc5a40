"""A dbt test or constraint that rows break, told as people know the data: table, what it promises, which records."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

EXAMPLES = 3
# How a record is known by people, for the keys that stand for it in our tables: entity, and where its id is found.
IDS = {
    "application_key": ("application", "int_applications__keyed", "application_id"),
    "chain_key": ("application", "int_applications__keyed", "application_id"),
    "requisition_key": ("requisition", "int_requisitions__keyed", "job_id"),
    "opening_key": ("opening", "int_openings__keyed", "opening_id"),
    "offer_key": ("offer", "int_offers__latest", "offer_id"),
    "interval_key": ("stay", "int_stage_intervals__built", "stay_id"),
    "interview_key": ("interview", "int_interviews__keyed", "interview_id"),
    "scorecard_key": ("scorecard", "int_scorecards__keyed", "scorecard_id"),
    "touch_key": ("touch", "int_touches__keyed", "touch_id"),
    "enrollment_key": ("enrolment", "int_enrollments__keyed", "enrollment_id"),
    "stage_key": ("stage", "int_stages__mapped", "stage_id"),
}
# Values that say when, where or of which kind a row is or what it breaks, and nothing of a person.
PLAIN = re.compile(r"(_date|_type|^canonical_stage|^system|^function|^status|^promise)$")
# A constraint, as DuckDB repeats it.
CHECK = re.compile(r"CHECK\((.*)\)\s*$")


def told(node: Mapping[str, Any], manifest: Mapping[str, Any], compiled: Path, warehouse: Path, said: str) -> str:
    """What a failing node breaks, in words: ``said`` is dbt's own, used where nothing better is known.

    ``node`` is a test or, for a constraint, the model whose rows break it; ``compiled`` is dbt's compiled SQL.
    Names no model of ours that is not public, and no value but ids, days and kinds.
    """
    model = manifest["nodes"].get(node.get("attached_node") or "", node)
    promise = _promise(node) if node["resource_type"] == "test" else f"rows do not keep {_expression(said)}"
    records = _records(node, compiled, warehouse, said)
    return f"{_subject(model)}: {promise}{f': {records}' if records else ''}. Remedy: {_remedy(model)}"


def _subject(model: Mapping[str, Any]) -> str:
    if model["resource_type"] == "seed":
        return f"dbt_project/{model['original_file_path']}"
    access = model.get("access") or model.get("config", {}).get("access")
    if access == "public":
        return f"{model['schema']}.{model.get('alias') or model['name']}"
    grain = re.split(r"[.:;]\s", " ".join((model.get("description") or "").split()) + " ")[0].rstrip(".")
    return grain[:1].lower() + grain[1:] if grain else "a step between sources and published tables"


def _promise(test: Mapping[str, Any]) -> str:
    metadata = test.get("test_metadata") or {}
    kwargs = metadata.get("kwargs", {})
    kwargs = kwargs.get("arguments") or kwargs
    columns = ", ".join(kwargs.get("columns") or [str(kwargs.get("column_name", ""))])
    promises = {
        "key_is_unique": f"more than one row with the same {columns}, or one without",
        "unique": f"more than one row with the same {columns}",
        "not_null": f"rows without {columns}",
        "relationships": f"rows whose {columns} belongs to nothing",
        "keeps_contract": f"rows that do not keep the contract of {kwargs.get('entity')}",
        "accepted_values": f"{columns} is none of {', '.join(str(value) for value in kwargs.get('values') or [])}",
    }
    sentence = " ".join((test.get("description") or "rows that cannot be").split())
    return promises.get(str(metadata.get("name")), sentence)


def _expression(said: str) -> str:
    found = CHECK.search(said)
    return f"'{found[1].strip('()')}'" if found else "what their table promises"


def _remedy(model: Mapping[str, Any]) -> str:
    if model["resource_type"] == "seed":
        return "correct the lines named, then run again"
    return "correct these records at their source, or name them when you report it as a fault of hirehouse"


def _records(node: Mapping[str, Any], compiled: Path, warehouse: Path, said: str) -> str:
    """The first rows that break it, by ids; empty where they cannot be had."""
    path = compiled / node["package_name"] / node["original_file_path"]
    check = CHECK.search(said)
    try:
        query = (path / node["path"] if node["resource_type"] == "test" else path).read_text()
        rows = f"select * from ({query})" + (f" where not ({check[1]})" if check else "")
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            connection.execute("set TimeZone = 'UTC'")
            found = connection.execute(f"{rows} limit {EXAMPLES + 1}").to_arrow_table().to_pylist()
            shown = [_record(connection, node, row) for row in found[:EXAMPLES]]
    except (OSError, duckdb.Error):
        return ""
    named = "; ".join(dict.fromkeys(text for text in shown if text))
    return named + ("; ..." if named and len(found) > EXAMPLES else "")


def _record(connection: duckdb.DuckDBPyConnection, node: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    of_key = str(node.get("column_name") or "")
    told_by = []
    for column, value in row.items():
        name = of_key if column in ("unique_field", "from_field", "value_field") else column
        if value is None:
            continue
        if name in IDS:
            told_by.append(_id(connection, name, str(value)))
        elif PLAIN.search(name):
            told_by.append(f"{name} {value}")
    return " ".join(told_by)


def _id(connection: duckdb.DuckDBPyConnection, key: str, value: str) -> str:
    entity, table, column = IDS[key]
    found = connection.execute(
        f"select system, {column} from intermediate.{table} where {key} = ? limit 1", [value]
    ).fetchall()
    return " ".join([entity, *(str(part) for part in found[0])]) if found else entity
