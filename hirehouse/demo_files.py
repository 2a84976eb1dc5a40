"""The simulated company's own files, as its finance and people teams would drop them: plan, spend, costs, reviews.

Canonical names and columns, so that no mapping file is needed. Only what had been decided at the instant is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ingestion.sources.filedrop.endpoints import ENTITIES

if TYPE_CHECKING:
    from ingestion.sandbox.world import World


@dataclass(frozen=True)
class DropFile:
    """One file: the entity, the company's table it comes from, the column that dates a row, and the file's kind."""

    entity: str
    table: str
    decided_at: str | None
    suffix: str


FILES = (
    DropFile("hiring_plan", "hiring_plan", "planned_at", "csv"),
    DropFile("source_spend", "source_spend", "booked_at", "csv"),
    DropFile("cost_parameters", "cost_parameter", "decided_at", "csv"),
    DropFile("holidays", "holiday", None, "csv"),
    DropFile("currency_rates", "currency_rate", "fixed_at", "parquet"),
    DropFile("reviews", "review", "reviewed_at", "parquet"),
)


def write_files(world: World, now: datetime, folder: Path) -> list[Path]:
    """Write every file as of ``now`` (UTC) into ``folder``, replacing what is there; the paths written."""
    folder.mkdir(parents=True, exist_ok=True)
    connection = world.connect()
    try:
        written = []
        for file in FILES:
            path = folder / f"{file.entity}.{file.suffix}"
            known = set(world[file.table].column_names)
            columns = [name for name in ENTITIES[file.entity].spec.columns if name in known]
            seen = f"where {file.decided_at} <= timestamptz '{now.isoformat()}'" if file.decided_at else ""
            options = "format parquet" if file.suffix == "parquet" else "header"
            listed = ", ".join(columns)
            connection.execute(f"copy (select {listed} from {file.table} {seen} order by all) to '{path}' ({options})")
            written.append(path)
        return written
    finally:
        connection.close()
