"""What changed since the last pack, and why: seats won, lost, slipped and new; candidates by where they went.

Told from the snapshots at the end of two days, so that the packs of two weeks meet without a gap or an overlap.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from hirehouse.answers.figures import NOTHING, day, difference, figure, plural
from hirehouse.base.vocabulary import STAGES, quarter_name
from hirehouse.publish.published import Published, Row
from hirehouse.review import charts
from hirehouse.review.blocks import Block, Chart, Heading, Section, Table, Tile, Tiles, Tone, Words
from hirehouse.review.scopes import Scope, last_day, quarters

LISTED = 12
_SCOPED = "($function = 'all' or {0}.function = $function)"
# One row per seat that was open or on hold at either end, or came and went in between.
_SEATS = f"""
    with before as (select * from core.fct_opening_snapshot where snapshot_date = $since),
    after as (select * from core.fct_opening_snapshot where snapshot_date = $until)
    select opening.opening_key, opening.opening_id, requisition.requisition_id,
        case when requisition.is_confidential then 'confidential requisition' else requisition.title end as title,
        before.opening_key is not null as was_there, after.opening_key is not null as is_there,
        before.status as status_before, after.status as status_after,
        before.target_fill_date as target_before, after.target_fill_date as target_after,
        opening.opened_date > $since as is_opened_since,
        coalesce(opening.filled_date > $since and opening.filled_date <= $until, false) as is_won,
        coalesce(opening.status = 'cancelled' and opening.closed_date > $since and opening.closed_date <= $until, false)
            as is_lost
    from core.fct_opening as opening
    left join before on opening.opening_key = before.opening_key
    left join after on opening.opening_key = after.opening_key
    left join core.dim_requisition as requisition on opening.requisition_key = requisition.requisition_key
    where {_SCOPED.format("opening")}
        and (before.opening_key is not null or after.opening_key is not null
            or (opening.opened_date > $since and opening.opened_date <= $until))
    order by title, opening.opening_id"""
_CANDIDATES = f"""
    with before as (select * from core.fct_pipeline_snapshot where snapshot_date = $since),
    after as (select * from core.fct_pipeline_snapshot where snapshot_date = $until)
    select before.canonical_stage as stage_before, after.canonical_stage as stage_after,
        case when after.application_key is null then application.status end as left_as, count(*) as n
    from core.fct_application as application
    left join before on application.application_key = before.application_key
    left join after on application.application_key = after.application_key
    where {_SCOPED.format("application")} and (before.application_key is not null or after.application_key is not null)
    group by 1, 2, 3"""
_FORECASTS = """
    select quarter_start_date, as_of_date, p_target, mean from metrics.hiring_forecast
    where function = $function and quarter_start_date = any($quarters) and is_champion
        and as_of_date <= $day and as_of_date > $day - interval 7 day
    qualify row_number() over (partition by quarter_start_date order by as_of_date desc) = 1"""


def seats(published: Published, scope: Scope, since: date) -> dict[str, list[Row]]:
    """Seats by what became of them between the ends of two days: won, lost, closed, slipped, pulled_in, held, new,
    reopened, then (open or on hold at the first end) and now (at the second)."""
    rows = published.rows(_SEATS, function=scope.function, since=since, until=last_day(published))
    named = ("then", "now", "won", "lost", "closed", "slipped", "pulled_in", "held", "new", "reopened")
    found: dict[str, list[Row]] = {name: [] for name in named}
    for row in rows:
        for name in _fates(row):
            found[name].append(row)
    return found


def _fates(row: Row) -> list[str]:
    fates = ["then"] * row["was_there"] + ["now"] * row["is_there"]
    if not row["was_there"]:
        fates.append("new" if row["is_opened_since"] else "reopened")
    if not row["is_there"]:
        fates.append("won" if row["is_won"] else "lost" if row["is_lost"] else "closed")
    if row["was_there"] and row["is_there"]:
        fates += _moves(row)
    return fates


def _moves(row: Row) -> list[str]:
    """A slip is a target that moved into a later quarter; moves inside a quarter are no news for the plan."""
    moves = ["held"] if (row["status_before"], row["status_after"]) == ("open", "on_hold") else []
    before, after = row["target_before"], row["target_after"]
    if before is not None and after is not None:
        first, second = quarters(before)[0], quarters(after)[0]
        moves += ["slipped"] if second > first else ["pulled_in"] if second < first else []
    return moves


def section(published: Published, scope: Scope, since: date, since_words: str) -> Section:
    """The part of the page, from the end of ``since`` to the end of the last day that is over."""
    title, source = "Since the last review", "core.fct_opening_snapshot, fct_opening, fct_pipeline_snapshot, fct_hire"
    until = last_day(published)
    known = published.rows("from core.fct_opening_snapshot where snapshot_date = $since limit 1", since=since)
    if until is None or not known or since >= until:
        text = f"There is no snapshot of the seats at the end of {day(since)} to compare with."
        return Section("change", title, (Words(text),), source)
    found = seats(published, scope, since)
    blocks: list[Block] = [Words(f"From the end of {day(since)} ({since_words}) to the end of {day(until)}.")]
    blocks += _outlook(published, scope, since)
    blocks += [_bridge(found)] if any(found.values()) else []
    blocks += [_list(found), *_candidates(published, scope, since)]
    return Section("change", title, tuple(blocks), source)


def _outlook(published: Published, scope: Scope, since: date) -> list[Block]:
    """P(plan) then and now, of the quarters both forecasts speak of; one older than a week is no forecast of then."""
    if "metrics.hiring_forecast" not in published.tables:
        return []
    starts = list(quarters(published.as_of_date))
    values: dict[str, Any] = {"function": scope.function, "quarters": starts}
    before = {row["quarter_start_date"]: row for row in published.rows(_FORECASTS, **values, day=since)}
    after = {row["quarter_start_date"]: row for row in published.rows(_FORECASTS, **values, day=published.as_of_date)}
    tiles = []
    for start in starts:
        old, new = before.get(start), after.get(start)
        if not old or not new or old["p_target"] is None or new["p_target"] is None:
            continue
        change = new["p_target"] - old["p_target"]
        note = f"was {figure(old['p_target'], 'share')} on {day(old['as_of_date'])}; "
        note += f"mean {figure(old['mean'], 'count')} → {figure(new['mean'], 'count')} hires"
        tone: Tone = "bad" if change <= -0.005 else "good" if change >= 0.005 else "plain"
        tiles.append(Tile(f"{quarter_name(start)}: change of P(plan)", difference(change, "share"), note, tone))
    return [Tiles(tuple(tiles))] if tiles else []


def _bridge(found: dict[str, list[Row]]) -> Chart:
    numbers = {name: len(rows) for name, rows in found.items()}
    steps = [
        charts.Step("open then", numbers["then"], charts.MUTED, True),
        charts.Step("new", numbers["new"], charts.ACCENT),
        charts.Step("reopened", numbers["reopened"], charts.ACCENT),
        charts.Step("won (filled)", -numbers["won"], charts.GOOD),
        charts.Step("lost (cancelled)", -numbers["lost"], charts.BAD),
        charts.Step("closed otherwise", -numbers["closed"], charts.MUTED),
        charts.Step("open now", numbers["now"], charts.MUTED, True),
    ]
    optional = {"reopened", "closed otherwise"}
    kept = [step for step in steps if step.value or step.label not in optional]
    said = ", ".join(f"{step.label} {figure(abs(step.value), 'count')}" for step in kept)
    moved = ", ".join(
        text
        for text in (
            plural(numbers["slipped"], "seat") + " slipped to a later quarter",
            plural(numbers["pulled_in"], "seat") + " pulled in" if numbers["pulled_in"] else "",
            plural(numbers["held"], "seat") + " put on hold" if numbers["held"] else "",
        )
        if text
    )
    return Chart(
        charts.bridge(kept), f"Seats open or on hold: {said}.", f"Seats open or on hold. Of those open now: {moved}."
    )


_FATES = (
    ("slipped", "slipped"),
    ("lost", "lost"),
    ("held", "put on hold"),
    ("won", "won"),
    ("closed", "closed otherwise"),
    ("pulled_in", "pulled in"),
    ("reopened", "reopened"),
    ("new", "new"),
)


def _list(found: dict[str, list[Row]]) -> Table:
    named = [(words, row) for name, words in _FATES for row in found[name]]
    rows = tuple((words, row["title"] or NOTHING, _ids(row), _target(row)) for words, row in named[:LISTED])
    more = len(named) - len(rows)
    return Table(
        (
            Heading("what"),
            Heading("requisition", share=3),
            Heading("number, seat", share=2),
            Heading("to be filled by", share=2),
        ),
        rows,
        "No seat was won, lost, slipped or opened.",
        f"and {figure(more, 'count')} more, the new ones last" if more > 0 else "",
    )


def _ids(row: Row) -> str:
    return f"{row['requisition_id'] or NOTHING}, {row['opening_id']}"


def _target(row: Row) -> str:
    before, after = row["target_before"], row["target_after"]
    if before and after and before != after:
        return f"{day(before)} → {day(after)}"
    return day(after or before)


def _candidates(published: Published, scope: Scope, since: date) -> list[Block]:
    rows = published.rows(_CANDIDATES, function=scope.function, since=since, until=last_day(published))
    if not rows:
        return [Words("No candidate was active at either end.")]
    rank = {stage: number for number, stage in enumerate(STAGES)}
    moved = {"on": 0, "back": 0, "came": 0}
    gone: dict[str, int] = {}
    for row in rows:
        first, second, number = rank.get(row["stage_before"], -1), rank.get(row["stage_after"], -1), row["n"]
        if row["stage_before"] is None:
            moved["came"] += number
        elif row["stage_after"] is None:
            gone[row["left_as"]] = gone.get(row["left_as"], 0) + number
        elif first != second:
            moved["on" if second > first else "back"] += number
    tiles = [
        Tile("came into the pipeline", figure(moved["came"], "count")),
        Tile("moved on a stage", figure(moved["on"], "count"), f"{moved['back']} moved back" if moved["back"] else ""),
        Tile("won (hired)", figure(gone.pop("hired", 0), "count"), tone="good"),
        Tile("lost (withdrew)", figure(gone.pop("withdrawn", 0), "count"), tone="bad"),
        Tile("rejected", figure(gone.pop("rejected", 0), "count")),
        Tile("left otherwise", figure(sum(gone.values()), "count"), "requisition closed or transferred"),
    ]
    return [Words("Of the candidates active at either end:"), Tiles(tuple(tiles)), _stages(rows)]


def _stages(rows: list[Row]) -> Table:
    lines = []
    for stage in (*STAGES, None):
        first = sum(row["n"] for row in rows if row["stage_before"] and stage in (None, row["stage_before"]))
        second = sum(row["n"] for row in rows if row["stage_after"] and stage in (None, row["stage_after"]))
        name = stage or "all active candidates"
        lines.append((name, figure(first, "count"), figure(second, "count"), difference(second - first)))
    return Table(
        (
            Heading("active candidates by stage", share=3),
            Heading("then", True),
            Heading("now", True),
            Heading("change", True),
        ),
        tuple(lines),
        "",
    )
