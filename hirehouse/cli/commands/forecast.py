"""``hirehouse forecast``: what people call a seat for a quarter, what would change it, and how good it has been."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from hirehouse.answers.figures import FORECAST_RANGE, NOTHING, figure, span
from hirehouse.base.errors import HirehouseError
from hirehouse.base.settings import load_settings
from hirehouse.base.vocabulary import quarter_name, quarter_named
from hirehouse.cli.commands.review import At, Home, System, moment_of, system_of_user, tell
from hirehouse.cli.terminal import err, out
from hirehouse.forecast import backtest as backtests
from hirehouse.forecast import what_if as scenarios
from hirehouse.forecast.model import LEAST_DAYS
from hirehouse.ingestion.sources.journal.entries import CATEGORIES
from hirehouse.journal import journal

app = typer.Typer(help="The forecast, and people's own calls.", no_args_is_help=True, rich_markup_mode=None)


@app.command("call")
def call(
    opening: Annotated[str, typer.Option("--opening", help="Opening id or key")],
    quarter: Annotated[str, typer.Option("--quarter", help="this, next, or one like 2026-Q3")],
    category: Annotated[str, typer.Option("--category", help=f"One of {', '.join(CATEGORIES)}")],
    reason: Annotated[str, typer.Option("--reason", help="Why, in words without anybody's name")],
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
    start, moment = quarter_named(quarter, settings.as_of_date), moment_of(settings, at)
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


@app.command("what-if")
def what_if(
    function: Annotated[str, typer.Option("--function", help="The function to change")],
    applicants: Annotated[str, typer.Option("--applicants", help="Applicants to come, like +20%")] = "+0%",
    stage_speed: Annotated[
        list[str] | None, typer.Option("--stage-speed", help="Days in a stage, like interview=-3d; may be repeated")
    ] = None,
    seats: Annotated[int, typer.Option("--seats", help="Further seats opened today")] = 0,
    home: Home = None,
) -> None:
    """Forecast one function's hires as things are and with a change, from what is published."""
    scenario = scenarios.Scenario(
        scenarios.parse_share(applicants), dict(scenarios.parse_speed(text) for text in stage_speed or []), seats
    )
    rows = scenarios.what_if(load_settings(home=home), function, scenario)
    table = Table("quarter", "scenario", "expected hires", FORECAST_RANGE, "target", "P(target)", title=function)
    for row in sorted(rows, key=lambda row: (str(row["quarter_start_date"]), str(row["scenario"]))):
        table.add_row(
            quarter_name(row["quarter_start_date"]),
            row["scenario"],
            figure(row["mean"], "count"),
            span(row["p10"], row["p90"], "count"),
            figure(row["target_hires"], "count") if row["target_hires"] else "no plan",
            figure(row["p_target"], "share") if row["target_hires"] else NOTHING,
        )
    out.print(table)


@app.command("backtest")
def backtest(home: Home = None) -> None:
    """Score what each method would have said at past quarter ends; a stopped one goes on where it was (M-49)."""
    settings = load_settings(home=home)
    rows = backtests.backtest(
        settings, lambda origin, number, total: err.print(f"origin {origin}  {number + 1} of {total}", markup=False)
    )
    inside = f"inside the {FORECAST_RANGE}"
    table = Table("method", "quarters ahead", "n", "CRPS (hires)", inside, "bias", "WAPE")
    for row in rows:
        table.add_row(
            row["method"],
            str(row["horizon"]),
            figure(row["n"], "count"),
            figure(row["crps"], "ratio"),
            figure(row["pit_share_80"], "share"),
            figure(row["bias"], "share"),
            figure(row["wape"], "share"),
        )
    out.print(table)
    if not rows:
        out.print(f"no past quarter end has {LEAST_DAYS} days of stage history before it: nothing to score yet")
