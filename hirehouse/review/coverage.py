"""Will we make it: coverage, the forecast and the plan of this quarter and the next two (M-40 to M-45, M-48)."""

from __future__ import annotations

from collections.abc import Sequence

from hirehouse.answers.figures import FORECAST_RANGE, NOTHING, Unit, figure, span
from hirehouse.publish.published import Published, Row
from hirehouse.review import charts
from hirehouse.review.blocks import Block, Chart, Heading, Notice, Section, Table, Tile, Tiles, Words
from hirehouse.review.outlook import EVEN, SAFE, Outlook, outlooks, tone_of
from hirehouse.review.scopes import Scope


def section(published: Published, scope: Scope, others: Sequence[Scope]) -> Section:
    """The part of the page; on the company's page with a row per function for the next quarter."""
    found = outlooks(published, scope)
    blocks: list[Block] = [*_about_forecast(scope, found)]
    if not any(outlook.coverage or outlook.forecast for outlook in found):
        blocks.append(Words("No seat to fill, no hire and no candidate past screening in these three quarters."))
        return Section("coverage", "Coverage and the plan", tuple(blocks), _SOURCE)
    blocks.append(Tiles(tuple(_tile(outlook) for outlook in found)))
    if any(outlook.forecast for outlook in found):
        blocks.append(_fan(found))
    blocks.append(_table(found))
    if scope.is_company and others:
        blocks.append(_by_function(published, others))
    return Section("coverage", "Coverage and the plan", tuple(blocks), _SOURCE)


# What the table says, whose row and column it is, and how it is written.
_LINES: tuple[tuple[str, str, str, Unit], ...] = (
    ("Seats to fill", "coverage", "seats_to_fill", "count"),
    ("  where that comes from", "coverage", "seats_basis", "text"),
    ("Hired so far", "coverage", "hires_to_date", "count"),
    ("Candidates per seat (unweighted)", "coverage", "coverage_unweighted", "ratio"),
    ("Expected per seat (weighted)", "coverage", "coverage_weighted", "ratio"),
    ("  no surplus shared (due openings)", "coverage", "coverage_seat_capped", "ratio"),
    ("Expected per seat within the quarter", "coverage", "coverage_horizon", "ratio"),
    ("Forecast of the quarter, mean", "forecast", "mean", "count"),
    ("  from the pipeline", "forecast", "expected_pipeline", "count"),
    ("  from people yet to apply", "forecast", "expected_new_applicants", "count"),
    ("  from requisitions yet to open", "forecast", "expected_new_requisitions", "count"),
    ("  lost for want of seats", "forecast", "lost_to_seats", "count"),
)

_SOURCE = "metrics.pipeline_coverage (M-40 to M-45), metrics.hiring_forecast (M-44, M-48)"


def _about_forecast(scope: Scope, found: Sequence[Outlook]) -> list[Notice]:
    """No forecast: said, never hidden."""
    if any(outlook.forecast for outlook in found):
        return []
    text = "There is no forecast" if scope.is_company else f"There is no forecast of {scope.function}"
    text += " in this version: P(plan) and its range are not known. "
    return [Notice(text + "Coverage weighs today's candidates only, which is not a forecast.", "warn")]


def _tile(outlook: Outlook) -> Tile:
    goal, probability = outlook.goal, outlook.probability
    label = f"{outlook.name}: P(plan)"
    if goal is None:
        note = (
            f"no seat to fill yet; {_range(outlook.forecast)} hires expected" if outlook.forecast else "no seat to fill"
        )
        return Tile(label, "no plan", note)
    done = (outlook.coverage or outlook.forecast or {}).get("hires_to_date") or 0
    if probability is None:
        weighted = (outlook.coverage or {}).get("coverage_weighted")
        left = "" if weighted is None else f", {figure(weighted, 'ratio')} expected per seat left"
        is_thin = weighted is not None and weighted < EVEN
        return Tile(label, "not known", f"{done} of {goal} hired{left}", "warn" if is_thin else "plain")
    note = f"{done} of {goal} hired"
    if outlook.forecast:
        note += f", {_range(outlook.forecast)} expected"
    return Tile(label, figure(probability, "share"), note, tone_of(probability))


def _fan(found: Sequence[Outlook]) -> Chart:
    rows = [
        charts.Span(
            outlook.name,
            outlook.forecast["p10"],
            outlook.forecast["p50"],
            outlook.forecast["p90"],
            (outlook.coverage or {}).get("hires_to_date"),
            outlook.goal,
            figure(outlook.forecast["p50"], "count")
            + (f" of {figure(outlook.goal, 'count')} planned" if outlook.goal else ", nothing planned"),
        )
        for outlook in found
        if outlook.forecast
    ]
    said = "; ".join(f"{row.label}: {span(row.low, row.high, 'count')}" for row in rows)
    return Chart(
        charts.spans(rows),
        f"Hires forecast by quarter, {FORECAST_RANGE}. {said}",
        f"Hires of the whole quarter. Band: {FORECAST_RANGE}; tick: median; bar: hired so far; diamond: plan.",
    )


def _table(found: Sequence[Outlook]) -> Table:
    columns = (Heading("", share=2), *(Heading(outlook.name, True) for outlook in found))
    lines = [
        (name, *(_said(getattr(outlook, part), column, how) for outlook in found)) for name, part, column, how in _LINES
    ]
    lines.append(("Model's commit, best case", *(_pair(outlook.forecast, "commit", "best_case") for outlook in found)))
    lines.append(
        ("People's commit, best case", *(_pair(outlook.called, "committed", "best_case") for outlook in found))
    )
    lines.append(("More entries to reach 80 %", *(_gaps(outlook) for outlook in found)))
    kept = tuple(line for line in lines if any(cell != NOTHING for cell in line[1:]))
    return Table(columns, kept, "No coverage in this version.")


def _by_function(published: Published, others: Sequence[Scope]) -> Table:
    """Next quarter by function, the least likely first: where the meeting should spend its time."""
    found = [(scope, outlooks(published, scope)[1]) for scope in others]
    found = [(scope, outlook) for scope, outlook in found if outlook.goal]
    order = sorted(found, key=lambda each: (_urgency(each[1]), -(each[1].goal or 0), each[0].function))
    name = order[0][1].name if order else "next quarter"
    heads = ("P(plan)", FORECAST_RANGE, "plan", "expected per seat", "seat-capped", "to reach 80 %")
    lines = [
        (
            figure(outlook.probability, "share"),
            _range(outlook.forecast),
            figure(outlook.goal, "count"),
            _said(outlook.coverage, "coverage_weighted", "ratio"),
            _said(outlook.coverage, "coverage_seat_capped", "ratio"),
            _gaps(outlook),
        )
        for _, outlook in order
    ]
    known = [number for number in range(len(heads)) if any(line[number] != NOTHING for line in lines)]
    return Table(
        (Heading(f"{name}, by function", share=2), *(Heading(heads[number], True) for number in known)),
        tuple(
            (scope.label, *(line[number] for number in known)) for (scope, _), line in zip(order, lines, strict=True)
        ),
        "No function has a plan or seats to fill next quarter.",
        "Least likely first. Expected per seat: today's candidates weighed by history; under 1.00 there are too few.",
    )


def _urgency(outlook: Outlook) -> float:
    weighted = (outlook.coverage or {}).get("coverage_weighted")
    return outlook.probability if outlook.probability is not None else weighted if weighted is not None else 10.0


def _said(row: Row | None, column: str, unit: Unit) -> str:
    return figure((row or {}).get(column), unit)


def _pair(row: Row | None, first: str, second: str) -> str:
    if not row or row.get(first) is None:
        return NOTHING
    return f"{figure(row[first], 'count')}, {figure(row.get(second), 'count')}"


def _range(row: Row | None) -> str:
    return span(row["p10"], row["p90"], "count") if row else NOTHING


def _gaps(outlook: Outlook) -> str:
    if outlook.probability is not None and outlook.probability >= SAFE:
        return "none"
    if outlook.is_missed:
        return "out of reach"
    return " or ".join(f"{figure(gap, 'count')} {stage}" for stage, gap in outlook.gaps[:2]) or NOTHING
