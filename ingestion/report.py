"""What one load did, for the summary, the status and its caller."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from hirehouse.ingestion.notes import Note


@dataclass(frozen=True)
class Reconciled:
    """One table's count at the source against live rows in our log after the load; times in UTC. Rows whose deletion
    waits (note ``withheld``) count for neither."""

    entity: str
    source_rows: int
    log_rows: int
    source_newest_at: datetime | None
    checked_at: datetime


@dataclass(frozen=True)
class LoadReport:
    """What one load did. ``rows`` counts appended observations per table, tombstones included.

    ``new_columns`` are columns the vendor added (``table.column (type)``): a warning, they are in the log already.
    ``notes`` tell what of the input was not taken as it came. ``waited_seconds`` is time spent waiting for the vendor's
    rate limit, summed over threads.
    """

    system: str
    rows: dict[str, int]
    tombstones: dict[str, int]
    requests: int
    waited_seconds: float
    reconciliation: list[Reconciled] = field(default_factory=list)
    new_columns: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
