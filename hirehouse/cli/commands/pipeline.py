"""``hirehouse run`` and ``hirehouse demo``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hirehouse.answers import summary
from hirehouse.base.errors import HirehouseError
from hirehouse.base.lock import run_lock
from hirehouse.base.progress import report
from hirehouse.base.settings import Settings, load_settings
from hirehouse.build.dbt_command import ensure_manifest
from hirehouse.build.preflight import check_systems, find_faults
from hirehouse.build.replay import refuse_before_first_load, with_log_of
from hirehouse.build.run_identity import is_replay
from hirehouse.build.run_record import RunRecord
from hirehouse.cli.demo import Demo, run_demo
from hirehouse.cli.terminal import err, out, progress
from hirehouse.home.log_guard import check_log, refuse_the_future
from hirehouse.home.schema import make_ready, version_of
from hirehouse.publish.publication import current_publication

BLOCKED = 2

AsOf = Annotated[str | None, typer.Option("--as-of", help="Instant of the run: 2026-06-30 or 2026-06-30T18:00:00Z")]
Home = Annotated[Path | None, typer.Option("--home", help="Folder of the warehouse (default HIREHOUSE_HOME)")]
Seed = Annotated[int, typer.Option("--seed", help="Which simulated company")]
Scale = Annotated[int, typer.Option("--scale", min=0, help="Its size in applications")]


def run(
    as_of: AsOf = None,
    full_refresh: Annotated[bool, typer.Option("--full-refresh", help="Rebuild from the whole raw log")] = False,
    only: Annotated[list[str] | None, typer.Option("--only", help="Load only this system (repeatable)")] = None,
    home: Home = None,
    no_ingest: Annotated[bool, typer.Option("--no-ingest", help="Build and publish what was loaded before")] = False,
    confirm_deletions: Annotated[
        list[str] | None,
        typer.Option("--confirm-deletions", help="What this system no longer shows is gone (repeatable)"),
    ] = None,
    log_of: Annotated[
        Path | None, typer.Option("--from", help="Home whose observation log is read, and nothing loaded")
    ] = None,
) -> int:
    """Load, build, judge and publish once. Exit 0 published, 2 blocked by a gate, 1 error.

    A past day in another home (--as-of and --home) is built from the log of the configured home, untouched.
    """
    settings = with_log_of(load_settings(as_of, home), log_of, load_settings(as_of))
    systems = check_systems(settings, only or [])
    check_systems(settings, confirm_deletions or [], "--confirm-deletions")
    no_ingest = no_ingest or settings.log_home is not None
    if settings.log_home is not None:
        noted = "" if version_of(settings.log_home) else ", made before loads were noted: it is not compared with notes"
        err.print(f"  reads the observation log of {settings.log_home}{noted}", markup=False)
    version_of(settings.home)
    refuse_before_first_load(settings)
    with run_lock(settings.home), progress():
        for text in make_ready(settings):
            err.print(f"  upgraded the home: {text}", markup=False)
        check_log(settings)
        loads = not no_ingest and not is_replay(settings)
        if loads:
            refuse_the_future(settings)
        elif is_replay(settings):
            err.print(
                f"  a replay: the log has later loads than {settings.as_of.isoformat()}; nothing is loaded",
                markup=False,
            )
        faults = find_faults(settings, systems) if loads else []
        if faults:
            raise faults[0]
        report("read the project")
        ensure_manifest(settings)
        from hirehouse.orchestration.lib.launch import execute

        record = execute(settings, only or [], not no_ingest, full_refresh, confirm_deletions or [])
    return tell(settings, record)


def demo(
    home: Home = None,
    seed: Seed = Demo.seed,
    scale: Scale = Demo.scale,
    faults: Annotated[str, typer.Option("--faults", help="How the simulated vendors misbehave")] = "none",
    dirt: Annotated[str, typer.Option("--dirt", help="Planted faults: none, standard or blocking")] = Demo.dirt,
) -> int:
    """The whole pipeline on a simulated company, from its vendors' APIs to published tables."""
    return run_demo(load_settings(home=home), Demo(seed=seed, scale=scale, faults=faults, dirt=dirt))


def tell(settings: Settings, record: RunRecord) -> int:
    """Print what its loads noted on their input and how the run ended; returns the exit code."""
    for step, detail in record.details.items():
        for line in detail.get("notes", []):
            err.print(f"  {step.removeprefix('ingest ')} {line}", markup=False)
    if record.outcome == "published":
        summary.show(settings, out)
        return 0
    if record.outcome == "blocked":
        err.print(f"blocked: nothing was published by this run (as of {record.as_of})", style="bold yellow")
        for reason in record.reasons:
            err.print(f"  - {reason}", markup=False)
        last = current_publication(settings)
        still = f"the version as of {last.as_of} stays current" if last else "nothing has been published before"
        err.print(f"  {still}; details: {settings.reports_path} and {settings.logs_path}", markup=False)
        return BLOCKED
    told = record.errors[-1] if record.errors else {"what": f"the run ended without publishing ({record.outcome})"}
    details = settings.logs_path / f"run-{record.token}.log"
    remedy = told.get("remedy") or "`hirehouse doctor` looks for the cause"
    more = f" (details: {details})" if details.exists() else ""
    raise HirehouseError(told["what"], told.get("where", ""), f"{remedy}{more}")
