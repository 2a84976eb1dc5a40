"""Seats at risk: what forecast and people say of each seat due this quarter and the next (M-48), and overdue ones."""

from __future__ import annotations

from hirehouse.answers.figures import NOTHING, day, figure, worded
from hirehouse.base.vocabulary import quarter_name
from hirehouse.publish.published import AS_OF_DATE, Published, Row
from hirehouse.review.blocks import Block, Heading, Notice, Section, Table, Words, table_of_first
from hirehouse.review.scopes import Scope, quarters

LISTED = 15
AT_RISK = ("pipeline", "omitted")
CATEGORIES = ("closed", "commit", "best_case", "pipeline", "omitted")
_TITLE = "case when requisition.is_confidential then 'confidential requisition' else requisition.title end as title"
_FORECAST = f"""
    select risk.quarter_start_date, risk.category, risk.category_source, risk.model_category, risk.p_fill,
        opening.opening_id, opening.target_fill_date,
        coalesce(not requisition.is_evergreen and opening.target_fill_date < risk.quarter_start_date + interval 3 month
            and (opening.target_fill_date >= risk.quarter_start_date or risk.quarter_start_date = $this), false)
            as is_due,
        requisition.requisition_id, {_TITLE}
    from metrics.opening_forecast as risk
    join core.fct_opening as opening on risk.opening_key = opening.opening_key
    left join core.dim_requisition as requisition on opening.requisition_key = requisition.requisition_key
    where ($function = 'all' or risk.function = $function) and risk.quarter_start_date = any($quarters)
        and risk.as_of_date = {AS_OF_DATE}
    order by risk.quarter_start_date, risk.p_fill nulls first, opening.target_fill_date, opening.opening_id"""
_OVERDUE = f"""
    select opening.opening_id, opening.target_fill_date, requisition.requisition_id, {_TITLE},
        (select count(*) from core.fct_application as application
            where application.requisition_key = opening.requisition_key and application.status = 'active'
                and application.current_stage in ('onsite', 'offer')) as late_stage
    from core.fct_opening as opening
    join core.dim_requisition as requisition on opening.requisition_key = requisition.requisition_key
    where ($function = 'all' or opening.function = $function) and opening.status = 'open'
        and requisition.status = 'open' and not requisition.is_evergreen and opening.target_fill_date < $today
    order by opening.target_fill_date, opening.opening_id"""


def forecast(published: Published, scope: Scope) -> list[Row]:
    """Rows of ``metrics.opening_forecast`` for this quarter and the next, least likely first; none without a table."""
    if "metrics.opening_forecast" not in published.tables:
        return []
    starts = list(quarters(published.as_of_date)[:2])
    return published.rows(_FORECAST, function=scope.function, quarters=starts, this=starts[0])


def at_risk(rows: list[Row]) -> list[Row]:
    """Seats due in the quarter (in the running one: or overdue) that nobody would commit to or call a best case."""
    return [row for row in rows if row["is_due"] and row["category"] in AT_RISK]


def overdue(published: Published, scope: Scope) -> list[Row]:
    """Open seats of open requisitions, not evergreen, past their target date; with the people in onsite or offer."""
    return published.rows(_OVERDUE, function=scope.function, today=published.as_of_date)


def section(published: Published, scope: Scope) -> Section:
    """The part of the page."""
    rows = forecast(published, scope)
    blocks: list[Block] = []
    if rows:
        called = [row for row in rows if _is_called(row)]
        blocks += [_counts(rows), _table(at_risk(rows)), *([_calls(called)] if called else [])]
    elif scope.is_company or "metrics.opening_forecast" not in published.tables or _is_empty(published):
        blocks.append(Notice("There is no forecast of single seats in this version: no category can be shown.", "warn"))
    else:
        blocks.append(Words("No seat of this function is due this quarter or the next."))
    blocks.append(_overdue(overdue(published, scope)))
    return Section("seats", "Seats at risk", tuple(blocks), "metrics.opening_forecast (M-48), core.fct_opening")


def _is_empty(published: Published) -> bool:
    return published.row("select count(*) as n from metrics.opening_forecast")["n"] == 0


def _counts(rows: list[Row]) -> Table:
    starts = sorted({row["quarter_start_date"] for row in rows})
    lines = tuple(
        (
            quarter_name(start),
            *(
                figure(
                    sum(1 for row in rows if (row["quarter_start_date"], row["category"]) == (start, category)), "count"
                )
                for category in CATEGORIES
            ),
            figure(sum(1 for row in rows if row["quarter_start_date"] == start and _is_called(row)), "count"),
        )
        for start in starts
    )
    heads = (*(Heading(worded(category), True) for category in CATEGORIES), Heading("called by a person", True))
    return Table((Heading("seats by category", share=2), *heads), lines, "")


def _calls(rows: list[Row]) -> Table:
    """What people call a seat, beside what the model does: the two are to be talked about."""
    shown = tuple(
        (
            *_seat(row),
            quarter_name(row["quarter_start_date"]),
            worded(row["category"]),
            worded(row["model_category"]),
            figure(row["p_fill"], "share"),
        )
        for row in rows
    )
    columns = (
        Heading("seat called by a person", share=3),
        Heading("number, seat", share=2),
        Heading("quarter"),
        Heading("person"),
        Heading("model"),
        Heading("P(fill)", True),
    )
    return table_of_first(columns, shown, LISTED, "")


def _seat(row: Row) -> tuple[str, str]:
    return row["title"] or NOTHING, f"{row['requisition_id'] or NOTHING}, {row['opening_id']}"


def _is_called(row: Row) -> bool:
    return row["category_source"] == "human"


def _table(rows: list[Row]) -> Table:
    shown = tuple(
        (
            *_seat(row),
            quarter_name(row["quarter_start_date"]),
            day(row["target_fill_date"]),
            figure(row["p_fill"], "share"),
            worded(row["category"]),
            _why(row),
        )
        for row in rows
    )
    columns = (
        Heading("seat at risk", share=3),
        Heading("number, seat", share=2),
        Heading("quarter"),
        Heading("to be filled by", share=2),
        Heading("P(fill)", True),
        Heading("category"),
        Heading("why", share=3),
    )
    return table_of_first(columns, shown, LISTED, "No seat that is due is in category pipeline or omitted.")


def _why(row: Row) -> str:
    if not _is_called(row):
        return "model"
    differs = f" (model: {worded(row['model_category'])})" if row["model_category"] != row["category"] else ""
    return f"called by a person{differs}"


def _overdue(rows: list[Row]) -> Table:
    shown = tuple((*_seat(row), day(row["target_fill_date"]), figure(row["late_stage"], "count")) for row in rows)
    columns = (
        Heading("overdue seat", share=3),
        Heading("number, seat", share=2),
        Heading("was to be filled by", share=2),
        Heading("people in onsite or offer", True, 2),
    )
    return table_of_first(columns, shown, LISTED, "No open seat is past its target date.")
