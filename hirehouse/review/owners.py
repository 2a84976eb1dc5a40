"""Who has to do what: stalled candidates by owner (M-05), data hygiene (M-76), whether seats are reviewed (M-73)."""

from __future__ import annotations

from datetime import timedelta

from hirehouse.answers.figures import NOTHING, day, figure, plural, worded
from hirehouse.base.settings import project_number
from hirehouse.publish.published import Published, Row
from hirehouse.review import charts
from hirehouse.review.blocks import Block, Cell, Chart, Heading, Link, Section, Table, Tile, Tiles, Words
from hirehouse.review.scopes import Scope

OWNERS_SHOWN = 12
LINKS_SHOWN = 3
RULES_SHOWN = 8
WEEKS_SHOWN = 12
# M-76: what a failure weighs, by the rule's severity or, where this run escalated it, by what struck.
_WEIGHTS = {severity: project_number(severity, "hygiene.weights") for severity in ("block", "quarantine", "warn")}
_STRUCK = dict(zip(("blocked", "quarantined", "warned"), _WEIGHTS.values(), strict=True))
_WEIGHT = f"greatest(map {_WEIGHTS}[rule.severity], map {_STRUCK}[result.status])"
_OF = "($function = 'all' or {0}function = $function)"


def stalled_owners(published: Published, scope: Scope) -> list[Row]:
    """Owners of stalled candidates, most first: key, system, user_id, team, n, longest, reason (commonest), links."""
    return published.rows(
        f"""
        with stalled as (select * from metrics.stalled_applications where {_OF.format("")}),
        reasons as (
            select owner_key, stall_reason, count(*) as n from stalled group by 1, 2
            qualify row_number() over (partition by owner_key order by n desc, stall_reason) = 1
        )
        select stalled.owner_key, holder.system, holder.user_id, holder.team, count(*) as n,
            max(stalled.stalled_days) as longest, any_value(reasons.stall_reason) as reason, any_value(reasons.n) as of,
            list(stalled.deep_link order by stalled.stalled_days desc, stalled.application_key) as links
        from stalled
        left join reasons on stalled.owner_key is not distinct from reasons.owner_key
        left join core.dim_user as holder on stalled.owner_key = holder.user_key
        group by 1, 2, 3, 4 order by n desc, longest desc, stalled.owner_key nulls first""",
        function=scope.function,
    )


def owner_words(row: Row) -> str:
    """An owner without a name: the system's own user number and the team, or the start of the key."""
    if row["owner_key"] is None:
        return "nobody"
    if row["user_id"] is None:
        return f"user {figure(row['owner_key'], 'key')}"
    return f"{row['system']} user {row['user_id']}" + (f", {row['team']}" if row["team"] else "")


def stalled(published: Published, scope: Scope) -> Section:
    """Candidates who wait longer than their stage allows, by who must act."""
    rows = stalled_owners(published, scope)
    shown: list[tuple[Cell, ...]] = []
    for row in rows[:OWNERS_SHOWN]:
        links = tuple(Link(str(number), url) for number, url in enumerate(row["links"][:LINKS_SHOWN], 1) if url)
        why = f"{worded(row['reason'])} ({row['of']})"
        key = figure(row["owner_key"], "key")
        shown.append(
            (owner_words(row), key, figure(row["n"], "count"), why, figure(row["longest"], "count"), links or NOTHING)
        )
    more = rows[OWNERS_SHOWN:]
    note = (
        f"and {plural(len(more), 'owner')} more with {figure(sum(row['n'] for row in more), 'count')}" if more else ""
    )
    columns = (
        Heading("owner", share=3),
        Heading("key"),
        Heading("stalled", True),
        Heading("commonest reason", share=3),
        Heading("longest, days", True),
        Heading("longest, open", share=2),
    )
    table = Table(columns, tuple(shown), "No candidate is stalled.", note)
    total = sum(row["n"] for row in rows)
    blocks: list[Block] = [table]
    if total:
        orphaned = sum(row["n"] for row in rows if row["owner_key"] is None)
        text = f"{plural(total - orphaned, 'candidate')} of {plural(len(rows) - bool(orphaned), 'owner')}"
        blocks.insert(0, Words(text + (f" and {figure(orphaned, 'count')} without an owner." if orphaned else ".")))
    return Section("stalled", "Stalled, by owner", tuple(blocks), "metrics.stalled_applications (M-05)")


def score(published: Published, scope: Scope) -> Row | None:
    """The scope's newest hygiene score, with the newest one at least a week before (``before``), M-76."""
    rows = published.rows(
        """
        select as_of_date, score, weight_failed, weight_evaluated from hygiene.hygiene_score
        where scope_type = $kind and scope = $function order by as_of_date desc""",
        kind="company" if scope.is_company else "function",
        function=scope.function,
    )
    if not rows:
        return None
    week_ago = rows[0]["as_of_date"] - timedelta(days=7)
    before = next((row for row in rows if row["as_of_date"] <= week_ago), None)
    return {**rows[0], "before": before}


def broken_rules(published: Published, scope: Scope) -> list[Row]:
    """Rules with failures in the published run, the weightiest first."""
    return published.rows(
        f"""
        select rule.rule_id, rule.title, rule.severity, rule.owner_role, rule.remedy, result.failed, result.evaluated,
            result.status, {_WEIGHT} * result.failed as weight
        from hygiene.rule_result as result join hygiene.rule as rule using (rule_id)
        where result.run_id = $run and result.scope_type = $kind and result.scope = $function and result.failed > 0
        order by weight desc, rule.rule_id""",
        run=published.run_id,
        kind="company" if scope.is_company else "function",
        function=scope.function,
    )


def hygiene(published: Published, scope: Scope) -> Section:
    """The score and the rules that cost it most."""
    source = "hygiene.hygiene_score (M-76), hygiene.rule_result"
    found, rules = score(published, scope), broken_rules(published, scope)
    if found is None:
        return Section("hygiene", "Data hygiene", (Words("No rule looked at anything here."),), source)
    before = found["before"]
    change = "" if before is None else f"{figure(before['score'], 'score')} on {day(before['as_of_date'])}"
    failed = sum(row["failed"] for row in rules)
    tiles = Tiles(
        (
            Tile("hygiene score", figure(found["score"], "score"), change or "no score of a week ago to compare with"),
            Tile("failures to put right", figure(failed, "count"), f"of {len(rules)} rules"),
        )
    )
    lines = tuple(
        (
            row["rule_id"],
            row["title"],
            figure(row["failed"], "count"),
            row["severity"],
            row["owner_role"],
            row["remedy"],
        )
        for row in rules[:RULES_SHOWN]
    )
    columns = (
        Heading("rule"),
        Heading("what is wrong", share=3),
        Heading("failures", True),
        Heading("severity"),
        Heading("who", share=2),
        Heading("what to do", share=3),
    )
    note = f"and {len(rules) - RULES_SHOWN} rules more" if len(rules) > RULES_SHOWN else ""
    table = Table(columns, lines, "Every record that was looked at is in order.", note)
    return Section("hygiene", "Data hygiene", (tiles, table), source)


def cadence_rows(published: Published, scope: Scope) -> list[Row]:
    """Rows of ``metrics.review_cadence``, the newest week first."""
    return published.rows(
        "select * from metrics.review_cadence where function = $function order by week_start_date desc limit $weeks",
        function=scope.function,
        weeks=WEEKS_SHOWN,
    )


def cadence(published: Published, scope: Scope) -> Section:
    """Whether open seats are reviewed every week, and how to record that one was."""
    rows, source = cadence_rows(published, scope), "metrics.review_cadence (M-73)"
    how = Words("After the meeting: hirehouse review log --requisition REQ --reviewer USER --decisions N")
    if not rows:
        return Section("cadence", "Review cadence", (Words("No seat was open and no review was logged."), how), source)
    now = rows[0]
    reviewed = f"{now['reviewed_7d']} of {now['open_openings']} open seats"
    blocks: list[Block] = [
        Tiles(
            (
                Tile("reviewed in the last 7 days", figure(now["share_reviewed"], "share"), reviewed),
                Tile(
                    "days since the last review", figure(now["median_days_since_review"], "number"), "median open seat"
                ),
                Tile("reviews this week", figure(now["reviews"], "count"), _decisions(now)),
            )
        )
    ]
    if sum(row["reviews"] for row in rows):
        drawn = [(f"{row['week_start_date']:%d %b}", row["share_reviewed"]) for row in reversed(rows)]
        said = "; ".join(f"{label} {figure(value, 'share')}" for label, value in drawn)
        caption = "Share of open seats reviewed within seven days, by week (from Monday). The aim is all of them."
        blocks.append(Chart(charts.columns(drawn, 1.0), f"Reviewed by week: {said}.", caption))
    else:
        blocks.append(Words(f"No review was logged in {plural(len(rows), 'week')}."))
    return Section("cadence", "Review cadence", (*blocks, how), source)


def _decisions(row: Row) -> str:
    return f"{figure(row['decisions_per_review'], 'count')} decisions each" if row["reviews"] else "none logged yet"
