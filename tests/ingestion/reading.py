"""What the log says, for tests: latest rows, live keys, and rows a vendor would send."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from hirehouse.ingestion import observation_log
from hirehouse.ingestion.load import load_system
from hirehouse.ingestion.registry import connector
from hirehouse.ingestion.report import LoadReport

Row = dict[str, Any]


def load(home: Path, system: str, observed_at: datetime, **more: Any) -> LoadReport:
    """One load of ``system`` into ``home``."""
    return load_system(system, raw_path=home / "raw", state_path=home / "state", observed_at=observed_at, **more)


def rows(home: Path, system: str, table: str, sql: str = "select * from raw order by all") -> list[Row]:
    """Rows of a raw table; ``sql`` reads the relation ``raw``."""
    spec = connector(system).tables[table]
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f"create view raw as {observation_log.raw_relation_sql(home / 'raw', system, spec)}")
        found = connection.execute(sql)
        names = [column[0] for column in found.description or []]
        return [dict(zip(names, values, strict=True)) for values in found.fetchall()]


def latest(home: Path, system: str, table: str) -> list[Row]:
    """Live records of a raw table by key, without the observation columns."""
    spec = connector(system).tables[table]
    keys = ", ".join(observation_log.quoted(name) for name in spec.key)
    found = rows(
        home,
        system,
        table,
        f"from ({observation_log.latest_sql('select * from raw', spec)}) where not _is_deleted order by {keys}",
    )
    return [{name: value for name, value in row.items() if not name.startswith("_")} for row in found]


def at(day: int, hour: int = 9) -> str:
    """An instant of March 2026 as Greenhouse writes it."""
    return f"2026-03-{day:02d}T{hour:02d}:00:00.000Z"


def candidate(number: int, updated: str = at(1), **more: Any) -> Row:
    """A candidate as Greenhouse sends it."""
    row = {"id": number, "first_name": f"Name {number}", "private": False, "tags": ["a", "b"], "custom_fields": {}}
    return {**row, "created_at": at(1), "updated_at": updated, **more}


def application(number: int, updated: str = at(1), **more: Any) -> Row:
    """An application as Greenhouse sends it."""
    row = {"id": number, "candidate_id": number + 1000, "job_id": 5, "status": "in_process", "prospect": False}
    return {**row, "created_at": at(1), "updated_at": updated, **more}
