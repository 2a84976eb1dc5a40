"""The record of each run: what it did, how long each step took, how it ended. One JSON file per run in ``<home>/runs``.

Steps may run in another process than the one that reports to the person, so the file is the only meeting place.
"""

from __future__ import annotations

import json
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from hirehouse.base.errors import describe
from hirehouse.base.settings import Settings

KEPT = 200
# The step whose notes say what is quarantined and which lines of a seed would fix it.
RULES_GATE = "rules gate"
OUTCOMES = ("running", "published", "blocked", "error", "done")


@dataclass
class RunRecord:
    """One run as it is told to people; ``as_of`` is an ISO instant in UTC, ``steps`` are seconds.

    ``outcome``: published, blocked (by the gate, see ``reasons``), error (see ``errors``), done (a run that was not
    asked to publish), running (still at it, or killed).
    """

    token: str
    as_of: str
    sequence: int = 0
    outcome: str = "running"
    run_id: str = ""
    is_replay: bool = False
    steps: dict[str, float] = field(default_factory=dict)
    details: dict[str, Any] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)
    errors: list[dict[str, str]] = field(default_factory=list)
    version: str = ""

    @property
    def as_of_at(self) -> datetime:
        """The run's instant."""
        return datetime.fromisoformat(self.as_of)


class Recorder:
    """Reads and writes one run's record; every change is on disk when the method returns."""

    def __init__(self, settings: Settings, token: str) -> None:
        self._path = settings.home / "runs" / f"{token}.json"
        self._token = token
        self._settings = settings

    def begin(self) -> RunRecord:
        """The record of this run, made at its first step with the run's instant: the clock is read once per run."""
        found = _read(self._path)
        if found is not None:
            return found
        earlier = records(self._settings)
        record = RunRecord(
            token=self._token,
            as_of=self._settings.as_of.isoformat(),
            sequence=max((entry.sequence for entry in earlier), default=0) + 1,
        )
        self._write(record)
        for entry in earlier[:-KEPT]:
            (self._path.parent / f"{entry.token}.json").unlink(missing_ok=True)
        return record

    def change(self, **values: Any) -> None:
        """Set fields; dictionaries are merged, lists are extended."""
        record = self.begin()
        for name, value in values.items():
            present = getattr(record, name)
            if isinstance(present, dict):
                present.update(value)
            elif isinstance(present, list):
                present.extend(value)
            else:
                setattr(record, name, value)
        self._write(record)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time a step and note its error, if any, in words for a person."""
        started = time.perf_counter()
        try:
            yield
        except Exception as error:
            told = describe(error)
            self._keep_details(name, traceback.format_exc())
            self.change(outcome="error", errors=[{"what": told.what, "where": told.where, "remedy": told.remedy}])
            raise
        finally:
            self.change(steps={name: round(time.perf_counter() - started, 3)})

    def _keep_details(self, step: str, text: str) -> None:
        """The stack trace goes to a file; a person is told the rest."""
        self._settings.logs_path.mkdir(parents=True, exist_ok=True)
        with (self._settings.logs_path / f"run-{self._token}.log").open("a") as file:
            file.write(f"--- {step}\n{text}\n")

    def _write(self, record: RunRecord) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        temporary = self._path.with_suffix(".partial")
        temporary.write_text(json.dumps(asdict(record), indent=2, default=str) + "\n")
        temporary.replace(self._path)


def records(settings: Settings) -> list[RunRecord]:
    """Every kept record, oldest first."""
    found = [_read(path) for path in (settings.home / "runs").glob("*.json")]
    return sorted((record for record in found if record is not None), key=lambda record: record.sequence)


def _read(path: Path) -> RunRecord | None:
    known = {entry.name for entry in fields(RunRecord)}
    try:
        return RunRecord(**{name: value for name, value in json.loads(path.read_text()).items() if name in known})
    except (OSError, ValueError, TypeError):
        return None
