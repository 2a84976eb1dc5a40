"""``hirehouse log``: what is in the observation log, against what its loads noted."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hirehouse.base.lock import run_lock
from hirehouse.base.settings import Settings, load_settings
from hirehouse.build.dbt_command import systems
from hirehouse.build.run_identity import all_completed_loads
from hirehouse.cli.terminal import err, out
from hirehouse.home import log_guard, schema
from hirehouse.ingestion import load_manifest

app = typer.Typer(help="The observation log: verify, forget, repair.", no_args_is_help=True, rich_markup_mode=None)

Home = Annotated[Path | None, typer.Option("--home", help="Folder of the warehouse (default HIREHOUSE_HOME)")]


@app.command()
def verify(home: Home = None) -> int:
    """Compare every file of the log, byte for byte, with what its load noted; exit 1 if one differs."""
    settings = load_settings(home=home)
    with run_lock(settings.home, "hirehouse log verify"):
        _make_ready(settings)
        found = log_guard.damages(settings, thorough=True)
    for damage in found:
        out.print(f"{damage.text}", markup=False)
        out.print(f"  where:  {damage.path}", markup=False)
    if found:
        out.print(f"  remedy: {log_guard.error_of(found).remedy}", markup=False)
        return 1
    loads = all_completed_loads(settings)
    for name in systems(settings):
        files = [
            file for note in load_manifest.read(settings.raw_path, name).loads.values() for file in note.files.values()
        ]
        mine = [load for load in loads if load.system == name]
        size, rows = sum(file.size for file in files), sum(file.rows or 0 for file in files)
        out.print(f"{name:<14} {len(mine)} loads, {len(files)} files, {rows:,} rows, {size:,} bytes: as noted")
    return 0


@app.command()
def forget(
    load: Annotated[str, typer.Option("--load", help="Id of the load, as `hirehouse log verify` names it")],
    home: Home = None,
) -> None:
    """Take one load out of the log; the next run lists every record again and rebuilds."""
    settings = load_settings(home=home)
    with run_lock(settings.home, "hirehouse log forget"):
        _make_ready(settings)
        _tell(settings, log_guard.forget_load(settings, load))


@app.command()
def repair(home: Home = None) -> None:
    """Put back what can be put back, forget loads that lost something, and let the next run ask for them again."""
    settings = load_settings(home=home)
    with run_lock(settings.home, "hirehouse log repair"):
        _make_ready(settings)
        done = log_guard.repair_log(settings)
        if not done:
            out.print("the log is as its loads noted it: nothing to repair")
            return
        _tell(settings, done)


def _make_ready(settings: Settings) -> None:
    for text in schema.make_ready(settings):
        err.print(f"  upgraded the home: {text}", markup=False)


def _tell(settings: Settings, done: list[str]) -> None:
    from hirehouse.build.full_refresh import forget_builds

    forget_builds(settings)
    for text in done:
        out.print(text, markup=False)
    out.print("run `hirehouse run`: it rebuilds every table from the log")
