"""Sourcing and CRM: what outreach brings, who could be asked again, and whether ATS and CRM agree."""

from __future__ import annotations

import streamlit as st

from hirehouse.answers.figures import HIDDEN, figure, named, period_named, worded
from hirehouse.base.settings import Settings
from hirehouse.base.vocabulary import EVERYONE
from hirehouse.dashboard.components import charts, filters
from hirehouse.dashboard.components.cards import Card, heading, nothing, tiles
from hirehouse.dashboard.components.tables import Field, table
from hirehouse.publish.published import AS_OF_DATE, Published, Row

TITLE = "Sourcing & CRM"
QUESTION = "What does outreach bring, who could be asked again, and do ATS and CRM agree?"

SEQUENCES = """
    select system, sequence_id, enrolled, bounced, delivered, opened, clicked, replied, interested, applied, open_rate,
        click_rate, click_to_open_rate, reply_rate, interested_rate, applied_rate
    from metrics.sequence_performance
    where period_type = $type and period_start_date = $start::date
    order by interested desc, delivered desc, sequence_id"""
SOURCERS = f"""
    select sourcer_key, count(*) as weeks, sum(replies)::bigint as replies, sum(interested)::bigint as interested,
        sum(screens_passed)::bigint as screens_passed, sum(onsites)::bigint as onsites, sum(offers)::bigint as offers,
        sum(hires)::bigint as hires
    from metrics.sourcer_productivity
    where week_start_date > {AS_OF_DATE} - interval 91 day
    group by sourcer_key order by screens_passed desc, hires desc, sourcer_key"""
WEEKS = f"""
    select week_start_date, sum(screens_passed)::bigint as screens_passed, sum(hires)::bigint as hires,
        count(*) as sourcers
    from metrics.sourcer_productivity
    where week_start_date > {AS_OF_DATE} - interval 182 day
    group by week_start_date order by week_start_date"""
MEDALISTS = """
    select function, furthest_stage, exit_type, exit_reason, mean_rating, exited_at::date as exited_date,
        re_engaged_at::date as re_engaged_date, replied_at::date as replied_date, person_key, application_key
    from metrics.silver_medalists where $function = 'all' or function = $function
    order by re_engaged_at is not null, mean_rating desc, exited_at desc, person_key"""
POOL = """
    select function, count(*) as pool, count(re_engaged_at) as re_engaged, count(replied_at) as replied
    from metrics.silver_medalists where $function = 'all' or function = $function
    group by function order by pool desc, function"""
AGREEMENT = f"""
    select crm_system, ats_system, crm_origin_active, matched, agreeing, match_coverage, agreement, consistency,
        sync_lag_p95_hours
    from metrics.system_consistency
    where as_of_date = {AS_OF_DATE}
    order by crm_origin_active desc, crm_system, ats_system"""
SEQUENCE, SOURCER = "metrics.sequence_performance.", "metrics.sourcer_productivity."
MEDAL, SYSTEMS = "metrics.silver_medalists.", "metrics.system_consistency."


def draw(published: Published, settings: Settings) -> None:
    """Sequences of a period, sourcers of the last quarter of a year, medalists and agreement as of today."""
    period_type, start = filters.period(published, "sequence_performance")
    agreement = published.rows(AGREEMENT)
    _headline(published, agreement)
    if start:
        _sequences(published, period_type, start)
    else:
        nothing("No message of a sequence has been sent yet, or no CRM is connected.")
    _sourcers(published)
    _medalists(published)
    _agreement(published, agreement)


def _headline(published: Published, agreement: list[Row]) -> None:
    found = []
    for row in agreement[:2]:
        label = f"{row['crm_system']} and {row['ats_system']} agree".capitalize()
        about = (
            f"{figure(row['agreeing'], 'count')} of n {figure(row['matched'], 'count')} matched",
            f"{figure(row['match_coverage'], 'share')} of {figure(row['crm_origin_active'], 'count')} are matched",
        )
        found.append(Card(label, figure(row["agreement"], "share"), "M-75", f"{SYSTEMS}agreement", about, HIDDEN))
    if not agreement:
        why = "no active application comes from a CRM"
        found.append(Card("ATS and CRM agree", "", "M-75", f"{SYSTEMS}agreement", (), why))
    pool = published.rows(POOL, function=EVERYONE)
    size, asked = (figure(sum(row[name] for row in pool), "count") for name in ("pool", "re_engaged"))
    replied = figure(sum(row["replied"] for row in pool), "count")
    found.append(
        Card("Silver medalists", size, "M-72", f"{MEDAL}person_key", (f"{asked} asked again, {replied} replied",))
    )
    sourcers = published.rows(SOURCERS)
    passed = figure(sum(row["screens_passed"] for row in sourcers), "count")
    hires = figure(sum(row["hires"] for row in sourcers), "count")
    about = (f"n {len(sourcers)} sourcers, 13 weeks", f"{hires} hires credited")
    found.append(Card("Sourced screens passed", passed, "M-71", f"{SOURCER}screens_passed", about))
    tiles(published, found)


def _sequences(published: Published, period_type: str, start: str) -> None:
    label = period_named(period_type, filters.date_of(start))
    heading(
        published,
        f"Sequences, first message in {label}",
        "M-70",
        (f"{SEQUENCE}interested_rate",),
        "Opens are not decision-grade: lead with replies and interest.",
    )
    found = published.rows(SEQUENCES, type=period_type, start=start)
    columns = [Field("sequence_id", "Sequence"), Field("system", "System")]
    columns += [
        Field(name, name, "count", SEQUENCE + name, "M-70")
        for name in ("enrolled", "delivered", "replied", "interested", "applied")
    ]
    columns += [
        Field(f"{name}_rate", f"{words}", "share", f"{SEQUENCE}{name}_rate", "M-70", n="delivered", shade=0.6)
        for name, words in (("reply", "reply rate"), ("interested", "interested rate"), ("applied", "applied rate"))
    ]
    columns.append(
        Field("open_rate", "open rate", "share", f"{SEQUENCE}open_rate", "M-70", n="delivered", missing="not reported")
    )
    table(published, f"Outreach by sequence, {label}", found, columns, "sequences", shown=12)


def _sourcers(published: Published) -> None:
    heading(
        published,
        "Sourcers, last 13 weeks",
        "M-71",
        (f"{SOURCER}screens_passed",),
        "Screens passed lead: volume does not move them. Each count on its own date.",
    )
    found, weeks = published.rows(SOURCERS), published.rows(WEEKS)
    if not found:
        nothing("No application is credited to a sourcer in these weeks.")
        return
    left, right = st.columns([3, 2])
    with left:
        columns = [Field("sourcer_key", "Sourcer", "key"), Field("weeks", "active weeks", "count")]
        columns += [
            Field(name, worded(name), "count", SOURCER + name, "M-71")
            for name in ("screens_passed", "replies", "interested", "onsites", "offers", "hires")
        ]
        table(published, "Sourcers by screens passed", found, columns, "sourcers", shown=12)
    with right:
        told = {
            "week_start_date": "week of",
            "screens_passed": "screens passed",
            "hires": "hires",
            "sourcers": "n, sourcers",
        }
        chart = charts.line(weeks, "week_start_date", "screens_passed", told, title="screens passed", height=240)
        charts.draw(chart, "Screens passed by sourced candidates, by week.")


def _medalists(published: Published) -> None:
    function = filters.function(published)
    heading(
        published,
        f"Silver medalists: {named(function)}",
        "M-72",
        (f"{MEDAL}mean_rating", f"{MEDAL}re_engaged_at"),
        "Well rated finalists who may and can be asked again; those nobody has asked yet come first.",
    )
    pool = published.rows(POOL, function=function)
    if not pool:
        nothing("Nobody qualifies today.")
        return
    left, right = st.columns([2, 3])
    with left:
        rows = [{**row, "label": f"{row['re_engaged']} asked, {row['replied']} replied"} for row in pool]
        told = {"function": "function", "pool": "n, people", "re_engaged": "asked again", "replied": "replied"}
        charts.draw(
            charts.bars(rows, "function", "pool", told, label="label", title="people"), "Silver medalists by function."
        )
    with right:
        columns = [
            Field("function", "Function"),
            Field("furthest_stage", "Got to", "text", f"{MEDAL}furthest_stage", "M-72"),
            Field("exit_reason", "Ended by", "text", f"{MEDAL}exit_reason", "M-72", missing="requisition closed"),
            Field("mean_rating", "Rating", "ratio", f"{MEDAL}mean_rating", "M-72"),
            Field("exited_date", "On", "date", f"{MEDAL}exited_at", "M-72"),
            Field("re_engaged_date", "Asked again", "date", f"{MEDAL}re_engaged_at", "M-72", missing="not yet"),
        ]
        listed = published.rows(MEDALISTS, function=function)
        table(published, "People to ask again, by key in the download", listed, columns, "silver-medalists", shown=8)


def _agreement(published: Published, agreement: list[Row]) -> None:
    heading(published, "Do ATS and CRM agree?", "M-75", (f"{SYSTEMS}consistency",))
    columns = [
        Field("crm_system", "CRM", "text", f"{SYSTEMS}crm_system", "M-75"),
        Field("ats_system", "ATS", "text", f"{SYSTEMS}ats_system", "M-75"),
        Field("crm_origin_active", "n of CRM origin", "count", f"{SYSTEMS}crm_origin_active", "M-75"),
        Field("matched", "matched", "count", f"{SYSTEMS}matched", "M-75"),
        Field("agreeing", "agreeing", "count", f"{SYSTEMS}agreeing", "M-75"),
        Field(
            "match_coverage",
            "match coverage",
            "share",
            f"{SYSTEMS}match_coverage",
            "M-75",
            n="crm_origin_active",
            shade=1,
        ),
        Field("agreement", "agreement", "share", f"{SYSTEMS}agreement", "M-75", n="matched", shade=1),
        Field("consistency", "consistency", "share", f"{SYSTEMS}consistency", "M-75", n="crm_origin_active", shade=1),
        Field("sync_lag_p95_hours", "sync lag (p95)", "hours", f"{SYSTEMS}sync_lag_p95_hours", "M-75"),
    ]
    table(
        published,
        "Active applications of CRM origin in both systems",
        agreement,
        columns,
        "ats-crm-agreement",
        "No active application comes from a CRM.",
    )
