"""What identifies a run: its instant, the instants of the loads it sees and the code that reads them.

A run at an instant before the newest completed load is a replay: nothing is ingested, incremental models are rebuilt,
and the same instants with the same code give the same ``run_id``, also in another home or after a crash.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hirehouse.base.settings import Settings
from hirehouse.build import dbt_command
from hirehouse.ingestion import observation_log


@dataclass(frozen=True)
class Load:
    """One completed load of one system, observed at ``observed_at`` (UTC)."""

    system: str
    load_id: str
    observed_at: datetime


@dataclass(frozen=True)
class Identity:
    """Which run it is: its id and its instant (UTC)."""

    run_id: str
    as_of: datetime

    @property
    def version(self) -> str:
        """The name of what this run publishes: its instant and identity, sortable by instant."""
        return f"{self.as_of:%Y%m%dT%H%M%S}{_fraction(self.as_of)}Z-{self.run_id}"


@dataclass(frozen=True)
class Run(Identity):
    """One pipeline run as it begins: what it may see, and the code that reads it."""

    systems: tuple[str, ...]
    loads: tuple[Load, ...]
    is_replay: bool
    code_version: str


def all_completed_loads(settings: Settings) -> list[Load]:
    """Every completed load of the installation's systems, oldest first, whatever the as-of."""
    loads = [
        Load(system, load.load_id, load.observed_at)
        for system in dbt_command.systems(settings)
        for load in observation_log.completed_loads(settings.raw_path, system)
    ]
    return sorted(loads, key=lambda load: (load.observed_at, load.system, load.load_id))


def is_replay(settings: Settings) -> bool:
    """Whether something has already been observed after the as-of instant."""
    return any(load.observed_at > settings.as_of for load in all_completed_loads(settings))


def identify(settings: Settings, project: Path | None = None) -> Run:
    """The run at ``settings.as_of`` over the loads completed so far.

    To be called once per run, after ingest: what it says is written to ``ops.run_clock``, and later steps read it there
    (``warehouse.recorded_run``), for a file of the project may be edited while the run builds. ``project`` is the copy
    the run builds from (``dbt_command.snapshot``), None for the project itself.
    """
    loads = all_completed_loads(settings)
    seen = tuple(load for load in loads if load.observed_at <= settings.as_of)
    names = dbt_command.systems(settings)
    code = dbt_command.code_version(project)
    identity = {
        "as_of": settings.as_of.isoformat(),
        # When what was seen, not the loads' own ids: those are of the wall clock, and a load done again has another.
        "loads": sorted({(load.system, load.observed_at.isoformat()) for load in seen}),
        "code": code,
        "systems": names,
    }
    digest = hashlib.sha256(json.dumps(identity, sort_keys=True, default=str).encode()).hexdigest()
    return Run(
        run_id=digest[:16],
        as_of=settings.as_of,
        systems=names,
        loads=seen,
        is_replay=len(seen) < len(loads),
        code_version=code,
    )


def _fraction(instant: datetime) -> str:
    return f".{instant.microsecond:06d}" if instant.microsecond else ""
