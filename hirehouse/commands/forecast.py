"""``hirehouse forecast``: what people call a seat for a quarter, beside the model."""

from __future__ import annotations

from typing import Annotated

import typer

from hirehouse import journal
from hirehouse.ask import quarter_name, quarter_start
from hirehouse.commands.review import At, Home, System, moment_of, system_of_user, tell
from hirehouse.errors import HirehouseError
from hirehouse.settings import load_settings
from ingestion.sources.journal.entries import CATEGORIES

app = typer.Typer(help="The forecast, and what people say beside it.", no_args_is_help=True, rich_markup_mode=None)


@app.command("call")
def call(
    opening: Annotated[str, typer.Option("--opening", help="Opening id or key")],
    quarter: Annotated[str, typer.Option("--quarter", help="this, next, or one like 2026-Q3")],
    category: Annotated[str, typer.Option("--category", help=f"One of {', '.join(CATEGORIES)}")],
    reason: Annotated[str, typer.Option("--reason", help="Why, in words that name nobody")],
    caller: Annotated[str, typer.Option("--caller", help="User id of who calls it")],
    at: At = None,
    system: System = None,
    home: Home = None,
) -> None:
    """Give an opening a category for a quarter, with a reason; both this and the model's are kept and scored (M-48)."""
    settings = load_settings(home=home)
    if category not in CATEGORIES:
        raise HirehouseError(f"category '{category}' is not known", "--category", f"use one of {', '.join(CATEGORIES)}")
    if not reason.strip():
        raise HirehouseError("the reason is empty", "--reason", "say why: a call without a reason cannot be judged")
    journal.check_text(reason, "--reason")
    start, moment = quarter_start(quarter, settings.as_of_date), moment_of(settings, at)
    seat = journal.find(settings, journal.OPENING, opening, "--opening", system)
    user = journal.find(settings, journal.USER, caller, "--caller", system_of_user(settings, caller, seat, system))
    values = {
        "opening_system": seat["system"],
        "opening_id": seat["opening_id"],
        "quarter_start_date": start,
        "category": category,
        "reason": reason.strip(),
        "caller_id": user["user_id"],
        "called_at": moment,
    }
    path = journal.append(settings, "forecast_calls", values)
    what = f"opening {seat['opening_id']} is called {category} for {quarter_name(start)}"
    tell(settings, path, f"{what} by {user['system']} user {user['user_id']}", moment)
