"""How candidates get through: conversion and exits (M-02, M-03), time in stage and to hire (M-04, M-10, M-11)."""

from __future__ import annotations

from datetime import date

from hirehouse.answers.figures import MINIMUM, RATE_INTERVAL, figure, missing, worded
from hirehouse.base.vocabulary import STAGE_ORDER, quarter_name, quarter_start
from hirehouse.publish.published import Published, Row
from hirehouse.review import charts
from hirehouse.review.blocks import Block, Chart, Heading, Section, Table, Words
from hirehouse.review.scopes import Scope

EXITS_SHOWN = 6
_AT = "function = $function and period_type = 'quarter' and period_start_date = $quarter"
_MEASURES = {
    "time_to_fill_net": "seat open to accepted, holds left out (M-10)",
    "time_to_hire": "applied to accepted (M-11)",
    "offer_turnaround": "offer stage to offer sent (M-14)",
    "time_to_decision": "last interview to decision (M-15)",
}


def funnel(published: Published, scope: Scope) -> Section:
    """Conversion of the last full quarter's entries, and where people leave."""
    quarter = quarter_start(published.as_of_date, -1)
    rows = _rows(
        published, scope, quarter, f"select * from metrics.funnel_conversion where {_AT} order by {STAGE_ORDER}"
    )
    title, source = f"Funnel, {quarter_name(quarter)}", "metrics.funnel_conversion (M-02), metrics.stage_exits (M-03)"
    if not rows:
        return Section("funnel", title, (Words("Nobody entered a stage in the last full quarter."),), source)
    return Section("funnel", title, (_conversion(rows), _entries(rows), _exits(published, scope, quarter)), source)


def velocity(published: Published, scope: Scope) -> Section:
    """Days in stage and days to hire, of the last full quarter."""
    quarter = quarter_start(published.as_of_date, -1)
    rows = _rows(published, scope, quarter, f"select * from metrics.stage_velocity where {_AT} order by {STAGE_ORDER}")
    speed = _rows(published, scope, quarter, f"select * from metrics.hiring_speed where {_AT}")
    title, source = (
        f"Velocity, {quarter_name(quarter)}",
        "metrics.stage_velocity (M-04), metrics.hiring_speed (M-10 to M-15)",
    )
    blocks: list[Block] = [_stays(rows)] if rows else [Words("No stay in a stage began in the last full quarter.")]
    if rows:
        blocks.append(_waiting(rows))
    blocks.append(_speed(speed))
    return Section("velocity", title, tuple(blocks), source)


def _rows(published: Published, scope: Scope, quarter: date, sql: str) -> list[Row]:
    return published.rows(sql, function=scope.function, quarter=quarter)


def _decided(row: Row) -> int:
    return row["advanced"] + row["rejected"] + row["withdrew"]


def _rate(row: Row) -> str:
    """A rate and what it is of, or that too few have been decided for one (ruling 0.6)."""
    n = figure(_decided(row), "count")
    if row["rate_resolved"] is None:
        return f"{missing(_decided(row))} (n {n})"
    return f"{figure(row['rate_resolved'], 'share')} of {n} decided"


def _conversion(rows: list[Row]) -> Chart:
    drawn = [
        charts.Span(
            row["canonical_stage"],
            _percent(row["ci_low"]),
            _percent(row["rate_resolved"]),
            _percent(row["ci_high"]),
            text=_rate(row),
        )
        for row in rows
    ]
    said = "; ".join(f"{row.label} {row.text}" for row in drawn)
    caption = (
        f"Went on, of those decided (tick) with its {RATE_INTERVAL} (band). Of fewer than {MINIMUM} decided: not drawn."
    )
    return Chart(charts.spans(drawn, " %", 100), f"Conversion by stage: {said}.", caption)


def _percent(value: float | None) -> float | None:
    return None if value is None else 100 * value


def _entries(rows: list[Row]) -> Table:
    lines = tuple(
        (
            row["canonical_stage"],
            *(figure(row[name], "count") for name in ("entered", "advanced", "rejected", "withdrew", "active")),
            figure(row["rate_adjusted_90d"], "share"),
        )
        for row in rows
    )
    heads = ("entered", "went on", "rejected", "withdrew", "still open", "went on in 90 days")
    return Table((Heading("stage", share=2), *(Heading(head, True) for head in heads)), lines, "")


def _exits(published: Published, scope: Scope, quarter: date) -> Table:
    rows = _rows(
        published,
        scope,
        quarter,
        f"select * from metrics.stage_exits where {_AT} and exits > 0 "
        "order by exits desc, exit_stage, exit_type, exit_reason",
    )
    lines = tuple(
        (
            row["exit_stage"],
            worded(row["exit_type"]),
            worded(row["exit_reason"] or "no reason recorded"),
            figure(row["exits"], "count"),
            figure(row["share"], "share"),
        )
        for row in rows[:EXITS_SHOWN]
    )
    return Table(
        (
            Heading("where candidates leave"),
            Heading("how"),
            Heading("why", share=2),
            Heading("exits", True),
            Heading("share of exits", True),
        ),
        lines,
        "Nobody left in the last full quarter.",
        f"the {EXITS_SHOWN} commonest of {len(rows)}" if len(rows) > EXITS_SHOWN else "",
    )


def _stays(rows: list[Row]) -> Chart:
    drawn = [
        charts.Span(
            row["canonical_stage"],
            row["median_days"],
            row["median_days"],
            row["p90_days"],
            text=f"{figure(row['median_days'], 'days')}, n {figure(row['completed_stays'], 'count')}",
        )
        for row in rows
    ]
    said = "; ".join(f"{row.label} {row.text}" for row in drawn)
    caption = "Days in stage of finished stays. Tick: median; band: up to the slowest tenth."
    return Chart(charts.spans(drawn, " d"), f"Median days in stage: {said}.", caption)


def _waiting(rows: list[Row]) -> Table:
    lines = tuple(
        (
            row["canonical_stage"],
            figure(row["median_days"], "number"),
            figure(row["km_median_days"], "number"),
            figure(row["p90_days"], "number"),
            figure(row["open_stays"], "count"),
            figure(row["open_median_age_days"], "number"),
        )
        for row in rows
    )
    heads = ("median days", "with those waiting", "slowest tenth", "still there", "their median age")
    return Table((Heading("stage", share=2), *(Heading(head, True) for head in heads)), lines, "")


def _speed(rows: list[Row]) -> Table:
    found = {row["measure"]: row for row in rows}
    lines = tuple(
        (
            name,
            figure(found[measure]["median_days"], "number"),
            figure(found[measure]["p90_days"], "number"),
            figure(found[measure]["n"], "count"),
        )
        for measure, name in _MEASURES.items()
        if measure in found
    )
    heads = (Heading("median days", True), Heading("slowest tenth", True), Heading("n", True))
    return Table((Heading("how long it takes", share=4), *heads), lines, "Nobody was hired in the last full quarter.")
