"""A past day apart from the live warehouse: built in a home of its own from the live home's observation log.

The log is read where it is. What earlier runs left in the live warehouse (verdicts, findings, row counts) is read
too, for the numbers of a day include how long a finding had been open by then. Nothing of the live home is written.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hirehouse.base.errors import HirehouseError
from hirehouse.base.settings import Settings
from hirehouse.build.run_identity import all_completed_loads, is_replay


def with_log_of(settings: Settings, source: Path | None, live: Settings) -> Settings:
    """``settings`` reading the log of ``source``, or of ``live`` (the configured home) where that is what is meant.

    The live home's log is read if the as-of instant is before its newest load and this home has no log yet.
    Raises ``HirehouseError`` when ``source`` has loaded nothing, or the home has loaded something itself.
    """
    if source is not None:
        if not _same(source, settings.home) and all_completed_loads(settings):
            remedy = "give another --home: this one would lose the history of its runs"
            raise HirehouseError("this home already has its own observation log", str(settings.home), remedy)
        found = replace(settings, log_home=None if _same(source, settings.home) else source.absolute())
        if not all_completed_loads(found):
            remedy = "name the folder of a warehouse that has been loaded, as in --from .hirehouse"
            raise HirehouseError("there is no observation log to read", str(found.raw_path), remedy)
        return found
    elsewhere = settings.as_of_is_explicit and not _same(settings.home, live.home)
    if elsewhere and not all_completed_loads(settings) and is_replay(replace(live, as_of=settings.as_of)):
        return replace(settings, log_home=live.home)
    return settings


def refuse_before_first_load(settings: Settings) -> None:
    """Raise ``HirehouseError`` when the log begins after the run's instant: nothing was known then."""
    loads = all_completed_loads(settings)
    if loads and loads[0].observed_at > settings.as_of:
        asked, first = (f"{instant:%Y-%m-%d %H:%M:%S} UTC" for instant in (settings.as_of, loads[0].observed_at))
        raise HirehouseError(
            f"nothing had been loaded by {asked}: the log begins at {first}",
            "--as-of or HIREHOUSE_AS_OF",
            f"give an instant from {loads[0].observed_at.isoformat()} on",
        )


def _same(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()
