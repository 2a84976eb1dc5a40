"""Hygiene: how clean the data is, what somebody must put right, and how the score moves."""

from __future__ import annotations

import streamlit as st

from hirehouse.answers.figures import HIDDEN, figure, named, period_named
from hirehouse.base.settings import Settings
from hirehouse.base.vocabulary import EVERYONE
from hirehouse.dashboard.components import charts, filters
from hirehouse.dashboard.components.cards import Card, count_in, heading, nothing, tiles
from hirehouse.dashboard.components.tables import Field, table
from hirehouse.publish.published import Published, Row

TITLE = "Hygiene"
QUESTION = "How clean are the records, who must put what right, and is it getting better?"

SCORE = """
    select as_of_date, score, weight_failed, weight_evaluated from hygiene.hygiene_score
    where scope_type = $scope_type and scope = $scope order by as_of_date"""
SCOPES = """
    select scope, score, weight_failed, weight_evaluated from hygiene.hygiene_score
    where scope_type = $scope_type and as_of_date = (select max(as_of_date) from hygiene.hygiene_score)
    order by score, scope"""
RULES = """
    select r.rule_id, r.title, r.severity, t.status, t.evaluated, t.failed, t.legacy_failed, r.owner_role, r.remedy,
        r.threshold, r.family
    from hygiene.rule as r
    left join hygiene.rule_result as t
        on t.rule_id = r.rule_id and t.scope_type = $scope_type and t.scope = $scope
        and t.run_id = (select run_id from core.publication)
    order by t.failed desc nulls last, r.rule_id"""
FINDINGS = """
    select f.rule_id, r.title, f.entity_type, f.entity_id, f.detail, r.owner_role, f.owner_key, f.system,
        f.first_seen_at::date as first_seen_date, f.times_seen, f.deep_link
    from hygiene.finding as f inner join hygiene.rule as r using (rule_id)
    where f.state = 'open' and ($rule = 'all' or f.rule_id = $rule) and ($owner = 'all' or f.owner_key = $owner)
    order by f.first_seen_at, f.rule_id, f.entity_id"""
OPEN_RULES = "select distinct rule_id from hygiene.finding where state = 'open' order by 1"
OWNERS = """
    select owner_key, count(*) as open_findings from hygiene.finding
    where state = 'open' and owner_key is not null group by owner_key order by 2 desc, 1 limit 30"""
STATES = "select state, count(*) as findings from hygiene.finding group by state"
OFF_PROCESS = """
    select quarter_start_date, hires, off_process, rate, without_interview, without_scorecards, without_offer,
        without_approval
    from metrics.off_process_hires where function = $function order by 1 desc limit 8"""
QUARANTINED = """
    select table_name, rule_id, row_count from quarantine.quarantined_row_counts
    order by row_count desc, table_name, rule_id"""
SCORED, RESULT, FINDING = "hygiene.hygiene_score.", "hygiene.rule_result.", "hygiene.finding."


def draw(published: Published, settings: Settings) -> None:
    """Score, rules and findings, for the company or one function."""
    left, middle, right = st.columns(3)
    with left:
        function = filters.function(published)
    with middle:
        rule = filters.choose("Rule", "rule", ["Any rule", *published.column(OPEN_RULES)])
    with right:
        owners = {figure(key, "key"): key for key in published.column(OWNERS)}
        owner = filters.choose("Owner (key)", "owner", ["Anybody", *owners])
    scope = ("company", EVERYONE) if function == EVERYONE else ("function", function)
    scores = published.rows(SCORE, scope_type=scope[0], scope=scope[1])
    off = published.rows(OFF_PROCESS, function=function)
    _headline(published, scores, off)
    first, second = st.columns([3, 2])
    with first:
        _trend(published, scores, function)
    with second:
        _scopes(published)
    _findings(published, rule, owners.get(owner, EVERYONE))
    _rules(published, scope, function)
    first, second = st.columns([3, 2])
    with first:
        _off_process(published, off, function)
    with second:
        _quarantined(published)


def _headline(published: Published, scores: list[Row], off: list[Row]) -> None:
    last: Row = scores[-1] if scores else {}
    states = {row["state"]: row["findings"] for row in published.rows(STATES)}
    held = sum(row["row_count"] for row in published.rows(QUARANTINED))
    quarter: Row = off[0] if off else {}
    n = f"n {count_in(quarter, 'hires')} external hires"
    since = period_named("quarter", quarter["quarter_start_date"]) if quarter else ""
    tiles(
        published,
        [
            Card(
                "Hygiene score",
                figure(last.get("score"), "score"),
                "M-76",
                f"{SCORED}score",
                (
                    f"n {count_in(last, 'weight_evaluated')} weighted checks",
                    f"{count_in(last, 'weight_failed')} failed",
                ),
                "nothing has been judged yet",
            ),
            Card(
                "Open findings",
                figure(states.get("open", 0), "count"),
                "",
                f"{FINDING}state",
                (f"{figure(states.get('fixed', 0), 'count')} fixed so far", "all functions"),
            ),
            Card(
                "Rows quarantined",
                figure(held, "count"),
                "",
                "quarantine.quarantined_row_counts",
                ("left out of every number until clean",),
            ),
            Card(
                "Hires off process",
                figure(quarter.get("rate"), "share"),
                "M-77",
                "metrics.off_process_hires.rate",
                (f"{since}, {n}", "the target is 0"),
                f"{HIDDEN}, or no hire",
            ),
        ],
    )


def _trend(published: Published, scores: list[Row], function: str) -> None:
    heading(published, f"Score over time: {named(function)}", "M-76", (f"{SCORED}score",), "Last run of each day.")
    if len(scores) < 2:
        nothing("One day has been judged so far; the line begins with the second.")
        return
    rows = [{**row, "label": figure(row["score"], "score")} for row in scores]
    told = {
        "as_of_date": "day",
        "label": "score",
        "weight_failed": "failed, weighted",
        "weight_evaluated": "n, weighted",
    }
    chart = charts.line(rows, "as_of_date", "score", told, percent=True, label="label", height=220, zero=False)
    charts.draw(chart, "Hygiene score by day.")


def _scopes(published: Published) -> None:
    heading(published, "By function and by recruiter, lowest first", "M-76", (f"{SCORED}score",))
    kind = {"Functions": "function", "Recruiters": "recruiter"}
    scope_type = kind[filters.choose("Scores of", "scores", list(kind))]
    columns = [
        Field("scope", scope_type.capitalize()),
        Field("score", "score", "score", f"{SCORED}score", "M-76"),
        Field("weight_failed", "failed", "count", f"{SCORED}weight_failed", "M-76"),
        Field("weight_evaluated", "n", "count", f"{SCORED}weight_evaluated", "M-76"),
    ]
    table(
        published,
        f"Scores by {scope_type}",
        published.rows(SCOPES, scope_type=scope_type),
        columns,
        "hygiene-scores",
        shown=8,
    )


def _findings(published: Published, rule: str, owner: str) -> None:
    heading(published, "What has to be fixed", "", (), "Oldest first.")
    values = {"rule": EVERYONE if rule == "Any rule" else rule, "owner": owner}
    columns = [
        Field("rule_id", "Rule", "text", f"{FINDING}rule_id"),
        Field("title", "What is wrong", "text", "hygiene.rule.title"),
        Field("entity_id", "Id", "name", f"{FINDING}entity_id"),
        Field("detail", "Detail", "name", f"{FINDING}detail"),
        Field("owner_role", "Who fixes it", "text", "hygiene.rule.owner_role"),
        Field("owner_key", "Key", "key", f"{FINDING}owner_key", missing="no owner"),
        Field("first_seen_date", "Since", "date", f"{FINDING}first_seen_at"),
        Field("deep_link", "In its system", "link", f"{FINDING}deep_link"),
    ]
    found = published.rows(FINDINGS, **values)
    table(
        published,
        f"{figure(len(found), 'count')} open findings",
        found,
        columns,
        "findings",
        "Nothing is open.",
        15,
        "hh-wrap",
    )


def _rules(published: Published, scope: tuple[str, str], function: str) -> None:
    heading(
        published, f"Rules: {named(function)}", "M-76", (f"{RESULT}status", f"{RESULT}failed"), "As judged in this run."
    )
    found = published.rows(RULES, scope_type=scope[0], scope=scope[1])
    columns = [
        Field("rule_id", "Rule"),
        Field("title", "What is wrong", "text", "hygiene.rule.title"),
        Field("severity", "Severity", "text", "hygiene.rule.severity"),
        Field("status", "Verdict", "text", f"{RESULT}status", missing="nothing to judge"),
        Field("failed", "failed", "count", f"{RESULT}failed"),
        Field("evaluated", "n evaluated", "count", f"{RESULT}evaluated"),
        Field("owner_role", "Who fixes it", "text", "hygiene.rule.owner_role"),
        Field("remedy", "How", "name", "hygiene.rule.remedy"),
    ]
    table(published, f"Rules and verdicts of {named(function)}", found, columns, "rules", style="hh-wrap")


def _off_process(published: Published, off: list[Row], function: str) -> None:
    heading(
        published, f"Hires that went around the process: {named(function)}", "M-77", ("metrics.off_process_hires.rate",)
    )
    source = "metrics.off_process_hires."
    columns = [
        Field("quarter_start_date", "Quarter", "quarter"),
        Field("hires", "n hires", "count", f"{source}hires", "M-77"),
    ]
    columns += [Field("off_process", "off process", "count", f"{source}off_process", "M-77")]
    columns += [Field("rate", "share", "share", f"{source}rate", "M-77", n="hires", shade=1)]
    columns += [
        Field(f"without_{name}", f"no {name}", "count", f"{source}without_{name}", "M-77")
        for name in ("interview", "scorecards", "offer", "approval")
    ]
    table(published, "Off-process hires by quarter", off, columns, "off-process", "No hire has been made.")


def _quarantined(published: Published) -> None:
    heading(published, "Quarantined", "", (), "Rows that no number counts until they are clean.")
    columns = [Field("table_name", "Kind"), Field("rule_id", "Rule"), Field("row_count", "rows", "count")]
    table(
        published, "Rows in quarantine", published.rows(QUARANTINED), columns, "quarantined", "Nothing is quarantined."
    )
