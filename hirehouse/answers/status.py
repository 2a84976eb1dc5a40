"""What has been run, how fresh each system is, what is published as of when, and what is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rich.console import Console
from rich.table import Table

from hirehouse.base.errors import HirehouseError, describe
from hirehouse.base.settings import Settings
from hirehouse.build.dbt_command import own_systems, systems
from hirehouse.build.run_identity import all_completed_loads
from hirehouse.build.run_record import RULES_GATE, RunRecord, records
from hirehouse.home.log_guard import later_loads, told_of
from hirehouse.home.schema import version_of
from hirehouse.ingestion import notes
from hirehouse.ingestion.errors import SourceError
from hirehouse.publish.publication import current_publication, current_version
from hirehouse.publish.published import EarlierVersionError, Row, open_published

RUNS_SHOWN = 8


@dataclass(frozen=True)
class Freshness:
    """A system's newest completed load (its instant in UTC, and its id; None if it was never loaded), and how many
    there are."""

    system: str
    newest: datetime | None
    newest_id: str | None
    loads: int


def freshness(settings: Settings) -> list[Freshness]:
    """One entry per system of the installation; of the home's own those that ever had something to load."""
    loads = all_completed_loads(settings)
    found = []
    for name in systems(settings):
        # a load and its reconciliation are two packages of one instant, the load first
        mine: dict[datetime, str] = {}
        for load in loads:
            if load.system == name:
                mine.setdefault(load.observed_at, load.load_id)
        if not mine and name in own_systems():
            continue  # nobody has written anything yet: nothing is missing
        newest = max(mine, default=None)
        found.append(Freshness(name, newest, mine[newest] if newest else None, len(mine)))
    return found


def open_findings(settings: Settings) -> list[Row]:
    """rule_id, owner_role and the number of findings open in the current version; empty when nothing is published."""
    if current_publication(settings) is None:
        return []
    try:
        with open_published(settings) as published:
            return published.rows(
                "select rule_id, owner_role, count(*) as findings from hygiene.finding join hygiene.rule "
                "using (rule_id) where state = 'open' group by rule_id, owner_role order by findings desc, rule_id"
            )
    except EarlierVersionError:
        return []


def show(settings: Settings, console: Console) -> None:
    """Print the status of the home."""
    console.print(f"[bold]Home[/bold] {settings.home}")
    version_of(settings.home)
    try:
        publication = current_publication(settings)
        found = open_findings(settings)
    except HirehouseError as error:  # what is published is broken; the rest can still be told
        _show_error(error, console)
        publication, found = None, []
    if publication is None and current_version(settings) is None:
        console.print("[bold]Published[/bold] nothing yet: run `hirehouse run` or `make demo`")
    elif publication is not None:
        console.print(
            f"[bold]Published[/bold] as of {publication.as_of_at:%Y-%m-%d %H:%M} UTC, run {publication.run_id}, "
            f"{len(publication.row_counts)} tables, {sum(publication.row_counts.values()):,} rows"
        )
        console.print(f"  {settings.published_path / publication.database}", markup=False)
    try:
        _show_freshness(settings, console)
        _show_later_loads(settings, console)
    except SourceError as error:  # the log tells of its loads in files, and one is broken
        _show_error(describe(error), console)
    _show_notes(settings, console)
    _show_runs(records(settings)[-RUNS_SHOWN:], console)
    _show_findings(found, console)


def _show_error(error: HirehouseError, console: Console) -> None:
    for line in error.lines():
        console.print(line, markup=False)


def _show_later_loads(settings: Settings, console: Console) -> None:
    """A load of the future is why no run loads any more: each takes itself for a replay."""
    for load in later_loads(settings):
        console.print(f"[bold red]Later than the clock[/bold red] {told_of(load, settings)}", highlight=False)


def _show_freshness(settings: Settings, console: Console) -> None:
    columns = ("system", "newest load (UTC)", "its ID", "loads")
    table = Table(*columns, title="Freshness", title_justify="left", box=None)
    for entry in freshness(settings):
        newest = f"{entry.newest:%Y-%m-%d %H:%M}" if entry.newest else "never"
        table.add_row(entry.system, newest, entry.newest_id or "", str(entry.loads))
    console.print(table)


def _show_notes(settings: Settings, console: Console) -> None:
    """What each system's newest load did not take as it came."""
    told = [
        f"  {name} {line}"
        for name in systems(settings)
        for line in notes.told(notes.newest_notes(settings.raw_path, name), name)
    ]
    if told:
        console.print("Input of the newest loads that was not taken as it came", style="italic")
    for line in told:
        console.print(line, markup=False)


def _show_runs(runs: list[RunRecord], console: Console) -> None:
    if not runs:
        return
    table = Table("as of (UTC)", "outcome", "seconds", "run", title="Last runs", title_justify="left", box=None)
    for run in reversed(runs):
        outcome = run.outcome + (" (replay)" if run.is_replay else "")
        table.add_row(f"{run.as_of_at:%Y-%m-%d %H:%M}", outcome, f"{sum(run.steps.values()):.0f}", run.run_id)
    console.print(table)
    last = runs[-1]
    for line in last.details.get(RULES_GATE, {}).get("notes", []):
        console.print(f"  last run: {line}", markup=False)
    for reason in [*last.reasons, *(error["what"] for error in last.errors)]:
        console.print(f"  last run: {reason}", markup=False)


def _show_findings(found: list[Row], console: Console) -> None:
    if not found:
        return
    table = Table("rule", "owner", "open", title="Open findings", title_justify="left", box=None)
    for row in found[:12]:
        table.add_row(row["rule_id"], row["owner_role"], str(row["findings"]))
    console.print(table)
    if len(found) > 12:
        console.print(f"  and {len(found) - 12} more rules", markup=False)
