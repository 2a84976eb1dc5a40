"""The pipeline as a Dagster resource: settings, the run lock and the run's record, for the length of one run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import dagster as dg
from pydantic import Field, PrivateAttr

from hirehouse.base.lock import run_lock
from hirehouse.base.settings import Settings, load_settings
from hirehouse.build.run_record import Recorder
from hirehouse.home.schema import make_ready


@dataclass(frozen=True)
class Pipeline:
    """What a step of one run needs to know."""

    settings: Settings
    recorder: Recorder
    full_refresh: bool
    confirm_deletions: tuple[str, ...] = ()


class PipelineResource(dg.ConfigurableResource):
    """Settings for one run, as a person may give them in the launchpad.

    The run's instant is decided at the first step and kept in the run's record, so every step of a run (a retry too)
    sees the same instant. The home is locked while the run lasts: a second run fails at once with a clear message.
    """

    as_of: str = Field(default="", description="Instant of the run, ISO 8601; empty for now")
    home: str = Field(default="", description="Folder of the warehouse; empty for HIREHOUSE_HOME or .hirehouse")
    full_refresh: bool = Field(default=False, description="Rebuild incremental models from the whole log")
    log_home: str = Field(default="", description="Home whose observation log is read; empty for its own")
    confirm_deletions: list[str] = Field(
        default=[], description="Systems of which everything no longer shown counts as deleted"
    )
    _pipeline: Pipeline | None = PrivateAttr(default=None)

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator[PipelineResource]:
        """Lock the home and settle the run's instant."""
        home, log_home = (Path(text) if text else None for text in (self.home, self.log_home))
        settings = load_settings(self.as_of or None, home, log_home=log_home)
        with run_lock(settings.home, "pipeline run"):
            make_ready(settings)
            recorder = Recorder(settings, str(context.run_id))
            record = recorder.begin()
            self._pipeline = Pipeline(
                settings.at(record.as_of_at), recorder, self.full_refresh, tuple(self.confirm_deletions)
            )
            try:
                yield self
            finally:
                # A step that published, was blocked or failed has said so itself.
                if recorder.begin().outcome == "running":
                    recorder.change(outcome="done")

    @property
    def current(self) -> Pipeline:
        """What a step needs to know of the run that is going on."""
        if self._pipeline is None:
            raise dg.DagsterInvariantViolationError("the pipeline resource is used outside a run")
        return self._pipeline
