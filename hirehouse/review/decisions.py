"""What to decide in the meeting: each line follows from a number of the pages below it, and names it.

No threshold is made here: a plan is safe from P >= 80 % (M-45), a seat is at risk in category pipeline or omitted
(M-48), a target date that has passed is overdue, a candidate is stalled as M-05 says, a seat is reviewed as M-73 says.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from hirehouse.answers.figures import day, figure, plural
from hirehouse.publish.published import Published
from hirehouse.review import change, owners, seats
from hirehouse.review.blocks import Decision, Decisions, Section, Tone
from hirehouse.review.outlook import EVEN, SAFE, outlooks, tone_of
from hirehouse.review.scopes import Scope, last_day

NAMED = 3


def section(published: Published, scope: Scope, since: date | None) -> Section:
    """The first part of the page."""
    found = (
        *_plan(published, scope),
        *_seats(published, scope),
        *(_slipped(published, scope, since) if since else ()),
        *_people(published, scope),
        *_reviews(published, scope),
        *_records(published, scope),
    )
    return Section("decisions", "Decisions to take", (Decisions(found, "Nothing below asks for a decision."),))


def _plan(published: Published, scope: Scope) -> Iterator[Decision]:
    """The running quarter and the next: is the plan safe, and what would make it so."""
    for outlook in outlooks(published, scope)[:2]:
        row = outlook.coverage or {}
        if not row.get("seats_to_fill") and outlook.probability is None:
            continue
        left = plural(row.get("seats_to_fill") or 0, "seat")
        if outlook.probability is not None:
            if outlook.probability >= SAFE:
                continue
            if outlook.is_missed:
                ask = f"{outlook.name}: say that the plan is missed, and give its seats a later quarter"
                yield Decision(ask, f"P(plan) is {figure(outlook.probability, 'share')} with {left} to fill", "bad")
                continue
            gaps = " or ".join(f"{figure(gap, 'count')} more in {stage}" for stage, gap in outlook.gaps[:3])
            ask = f"{outlook.name}: {'find ' + gaps if gaps else 'bring people further'}, or change the plan"
            number = f"P(plan) is {figure(outlook.probability, 'share')} with {left} to fill; 80 % is safe"
            yield Decision(ask, number, tone_of(outlook.probability))
        elif (row.get("coverage_weighted") or 0.0) < EVEN:
            expected = figure(row.get("coverage_weighted"), "ratio")
            number = f"{expected} hires expected per seat from today's candidates, {left} to fill"
            yield Decision(f"{outlook.name}: source more, or change the plan", number)


def _seats(published: Published, scope: Scope) -> Iterator[Decision]:
    late = seats.overdue(published, scope)
    if late:
        empty = [row for row in late if not row["late_stage"]]
        number = f"{plural(len(late), 'open seat')} past the target date"
        number += f", {len(empty)} of them with nobody in onsite or offer" if empty else ""
        number += f": {_named([row['requisition_id'] for row in (empty or late)])}"
        yield Decision("Give overdue seats a new date, more candidates or an end", number, "bad" if empty else "warn")
    risky = seats.at_risk(seats.forecast(published, scope))
    if risky:
        first = _named([row["requisition_id"] for row in risky])
        yield Decision(
            "Commit to the seats at risk, or take them out of the plan",
            f"{plural(len(risky), 'seat')} due this quarter or the next without a case for a hire: {first}",
        )


def _slipped(published: Published, scope: Scope, since: date) -> Iterator[Decision]:
    until = last_day(published)
    if until is None or since >= until:
        return
    moved = change.seats(published, scope, since)["slipped"]
    if moved:
        number = f"{plural(len(moved), 'seat')} slipped to a later quarter since {day(since)}: "
        yield Decision(
            "Accept the slip, or say what would undo it", number + _named([r["requisition_id"] for r in moved])
        )


def _people(published: Published, scope: Scope) -> Iterator[Decision]:
    rows = owners.stalled_owners(published, scope)
    held = [row for row in rows if row["owner_key"] is not None]
    total = sum(row["n"] for row in rows)
    if held:
        most = held[0]
        yield Decision(
            "Move, reject or hand over the stalled candidates",
            f"{plural(total, 'candidate')} stalled; {most['n']} wait for {owners.owner_words(most)}",
        )
    orphaned = total - sum(row["n"] for row in held)
    if orphaned:
        yield Decision("Give stalled candidates an owner", f"{plural(orphaned, 'stalled candidate')} without one")


def _reviews(published: Published, scope: Scope) -> Iterator[Decision]:
    rows = owners.cadence_rows(published, scope)
    if not rows or not rows[0]["open_openings"]:
        return
    missing = rows[0]["open_openings"] - rows[0]["reviewed_7d"]
    if not missing:
        return
    number = f"{missing} of {plural(rows[0]['open_openings'], 'open seat')} not reviewed in 7 days"
    yield Decision("Review the seats that had no review", number, "bad" if not rows[0]["reviewed_7d"] else "warn")


def _records(published: Published, scope: Scope) -> Iterator[Decision]:
    """The rule that costs most, where rows are quarantined; else the weightiest."""
    rules = owners.broken_rules(published, scope)
    held = [row for row in rules if row["status"] == "quarantined"]
    tone: Tone = "plain"
    for row in (held or rules)[:1]:
        effect = "kept out of the numbers they would falsify" if held else "the heaviest on the hygiene score"
        number = f"{row['rule_id']} {row['title'].lower()}: {figure(row['failed'], 'count')}, {effect}"
        yield Decision(f"Have the {row['owner_role']} put records right", number, tone)


def _named(numbers: list[str | None]) -> str:
    """A few requisition numbers, once each."""
    known = list(dict.fromkeys(number for number in numbers if number))
    more = len(known) - NAMED
    return (
        ", ".join(known[:NAMED]) + (f" and {more} more" if more > 0 else "")
        if known
        else "requisitions without a number"
    )
