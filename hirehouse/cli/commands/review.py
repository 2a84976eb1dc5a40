"""``hirehouse review`` builds the weekly pack; ``hirehouse review log`` records that a review took place."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from hirehouse.base.errors import HirehouseError
from hirehouse.base.progress import report
from hirehouse.base.settings import Settings, load_settings, parse_as_of
from hirehouse.cli.terminal import err, out, progress
from hirehouse.journal import journal
from hirehouse.publish.publication import current_publication

app = typer.Typer(
    help="The weekly pipeline review: the pack to run it from (without a subcommand), and a log of reviews held.",
    invoke_without_command=True,
    rich_markup_mode=None,
)

Home = Annotated[Path | None, typer.Option("--home", help="Folder of the warehouse (default HIREHOUSE_HOME)")]
At = Annotated[str | None, typer.Option("--at", help="When: 2026-06-30T14:00 (company time) or with an offset; now")]
System = Annotated[str | None, typer.Option("--system", help="Source system, where an id is known to several")]


@app.callback()
def review(
    context: typer.Context,
    since: Annotated[
        str | None, typer.Option("--since", help="Report changes since the end of this day (default: the last pack's)")
    ] = None,
    home: Home = None,
) -> None:
    """Build the review pack of the published version: a page for the company and each function, HTML and PDF."""
    if context.invoked_subcommand is not None:
        return
    from hirehouse.review.build import build_pack, told

    settings = load_settings(home=home)
    with progress():
        pack = build_pack(settings, _day(since), lambda page, done, all_: report("review pack", page, done, all_))
    for line in told(pack):
        out.print(line, markup=False)


@app.command("log")
def log(
    requisition: Annotated[str, typer.Option("--requisition", help="Its number, job id or key")],
    reviewer: Annotated[str, typer.Option("--reviewer", help="User id of who reviewed")],
    decisions: Annotated[int, typer.Option("--decisions", min=0, help="How many decisions were taken")],
    at: At = None,
    note: Annotated[
        str | None, typer.Option("--note", help="A few words without anybody's name; kept in the journal")
    ] = None,
    system: System = None,
    home: Home = None,
) -> None:
    """Record that a requisition's pipeline was reviewed, by whom, and how many decisions were taken."""
    settings = load_settings(home=home)
    moment = moment_of(settings, at)
    if note:
        journal.check_text(note, "--note")
    job = journal.find(settings, journal.REQUISITION, requisition, "--requisition", system)
    user = journal.find(settings, journal.USER, reviewer, "--reviewer", system_of_user(settings, reviewer, job, system))
    values = {
        "requisition_system": job["system"],
        "job_id": job["job_id"],
        "requisition_id": job["requisition_id"],
        "reviewer_id": user["user_id"],
        "decision_count": decisions,
        "reviewed_at": moment,
        "note": note,
    }
    path = journal.append(settings, "reviews", values)
    what = f"review of {job['requisition_id'] or job['job_id']} by {user['system']} user {user['user_id']}, "
    tell(settings, path, f"{what}{decisions} decision{'' if decisions == 1 else 's'}", moment)


def moment_of(settings: Settings, at: str | None) -> datetime:
    """The instant a person gave, else now (UTC); raises ``HirehouseError`` for one that is still to come."""
    moment = parse_as_of(at, ZoneInfo(settings.company_timezone)) if at else settings.as_of
    if moment > settings.as_of and at and len(at) == 10 and date.fromisoformat(at) == settings.as_of_date:
        return settings.as_of  # today, as far as it has come
    if moment > settings.as_of:
        raise HirehouseError(f"{moment:%Y-%m-%d %H:%M} UTC is still to come", "--at", "give the time it took place")
    return moment


def system_of_user(settings: Settings, said: str, record: dict[str, object], asked: str | None) -> str | None:
    """The system to look a user up in: the one asked for, else the record's own where that has such a user."""
    if asked is not None:
        return asked
    own = str(record["system"])
    return own if journal.is_known_in(settings, journal.USER, said, own) else None


def tell(settings: Settings, path: Path, what: str, moment: datetime) -> None:
    """Print what was recorded, where, and from when on it shows."""
    local = f"{moment.astimezone(ZoneInfo(settings.company_timezone)):%Y-%m-%d %H:%M} {settings.company_timezone}"
    out.print(f"recorded: {what}, {local}", markup=False)
    published = current_publication(settings)
    now = f" (published now: as of {published.as_of_at:%Y-%m-%d %H:%M} UTC)" if published else ""
    out.print(f"  shows after the next `hirehouse run`{now}", markup=False)
    err.print(f"  journal: {path}", markup=False)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise HirehouseError(f"'{text}' is not a day", "--since", "give it as 2026-06-22") from None
