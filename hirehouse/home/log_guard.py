"""The observation log is the truth: it is compared with what its loads noted before anything is built from it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from hirehouse.base.errors import HirehouseError
from hirehouse.base.settings import Settings
from hirehouse.build.dbt_command import systems
from hirehouse.build.run_identity import Load, all_completed_loads
from hirehouse.home.schema import version_of
from hirehouse.ingestion import load_manifest
from hirehouse.ingestion.guard import FUTURE, Damage, Seen, inspect
from hirehouse.ingestion.repair import forget, repair

SEEN = "log_seen.json"
NAMED = 3


def check_log(settings: Settings, names: Iterable[str] | None = None) -> None:
    """Raise ``HirehouseError`` with the load's name when the log of a system (default: each) is not as it was noted.

    Costs a look at each file; what was seen is kept in the home, so that only files which changed are read.
    """
    found = damages(settings, names)
    if found:
        raise error_of(found)


def damages(
    settings: Settings, names: Iterable[str] | None = None, thorough: bool = False, keep: bool = True
) -> list[Damage]:
    """Everything that is not as it was noted; ``thorough`` compares every file's content again.

    A log of another home that was made before loads were noted cannot be compared and is taken as it is.
    """
    if settings.log_home is not None and version_of(settings.log_home) < 1:
        return []
    known = _read(settings)
    found: list[Damage] = []
    for name in systems(settings) if names is None else names:
        of_system, known[name] = inspect(settings.raw_path, name, settings.clock, known.get(name), thorough)
        found += of_system
    if keep and settings.home.is_dir():
        load_manifest.write_json(settings.state_path / SEEN, {"log": str(settings.raw_path), "seen": known})
    return found


def error_of(found: Sequence[Damage]) -> HirehouseError:
    """The damages as one error: the first few named, and what to do."""
    named = [damage.text for damage in found[:NAMED]]
    more = len(found) - len(named)
    what = "; ".join([*named, *([f"and {more} more, which `hirehouse log verify` lists"] if more else [])])
    if all(damage.kind == FUTURE for damage in found):
        remedy = _forget_remedy(found[0].load_id)
    else:
        remedy = "run `hirehouse log repair`, which puts back what can be and lets the next run ask for the rest again"
    return HirehouseError(f"the log is not what was loaded: {what}", str(found[0].path), remedy)


def later_loads(settings: Settings) -> list[Load]:
    """Completed loads stamped later than the machine's clock, oldest first."""
    return [load for load in all_completed_loads(settings) if load.observed_at > settings.clock]


def told_of(load: Load, settings: Settings) -> str:
    """A load of the future in a sentence, with what to do."""
    return (
        f"load {load.load_id} of {load.system} is stamped {load.observed_at:%Y-%m-%d %H:%M} UTC, it is "
        f"{settings.clock:%Y-%m-%d %H:%M}: no run loads until then; {_forget_remedy(load.load_id)}"
    )


def refuse_the_future(settings: Settings) -> None:
    """Raise ``HirehouseError`` when a load at the run's instant would be later than the machine's clock.

    Such a load would make every later run a replay, until the clock has passed it.
    """
    if settings.as_of > settings.clock:
        asked, now = (f"{instant:%Y-%m-%d %H:%M:%S} UTC" for instant in (settings.as_of, settings.clock))
        raise HirehouseError(
            f"nothing can be loaded as of {asked}: by this machine's clock it is {now}",
            "--as-of or HIREHOUSE_AS_OF",
            "leave it out to load as of now, or add --no-ingest to build from what was loaded before",
        )


def forget_load(settings: Settings, load_id: str) -> list[str]:
    """Take a load out of the log, whichever system it is of; says what was done. Raises ``HirehouseError``."""
    found = [name for name in systems(settings) if load_id in _ids(settings, name)]
    if not found:
        remedy = "`hirehouse log verify` names the loads that are not as they should be"
        raise HirehouseError(f"the log has no load {load_id}", str(settings.raw_path), remedy)
    return [
        f"{name}: forgot load {', '.join(forget(settings.raw_path, name, load_id))}; the next load lists every record"
        for name in found
    ]


def repair_log(settings: Settings) -> list[str]:
    """Put right what can be, and forget the loads of which something is lost; says what was done."""
    aside = settings.home / "set_aside"
    return [text for name in systems(settings) for text in repair(settings.raw_path, name, settings.clock, aside)]


def _forget_remedy(load_id: str) -> str:
    return f"if this machine's clock is right, run `hirehouse log forget --load {load_id}`; if it is wrong, set it"


def _ids(settings: Settings, system: str) -> set[str]:
    base, noted = settings.raw_path / f"raw_{system}", load_manifest.read(settings.raw_path, system)
    marks = {path.stem.rsplit("__", 1)[-1] for path in (base / "_dlt_loads").glob("*__*.jsonl")}
    return set(noted.loads) | marks | {path.stem for path in noted.unreadable}


def _read(settings: Settings) -> dict[str, Seen]:
    """What earlier checks saw of this very log; nothing when that is lost, and every file is read again."""
    path: Path = settings.state_path / SEEN
    try:
        told = json.loads(path.read_bytes())
        return dict(told["seen"]) if told["log"] == str(settings.raw_path) else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
