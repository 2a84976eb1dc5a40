"""The ten questions of the README: which published table answers each, what its number, range and n are, and when.

A question names columns; it computes none. What is added up here are counts and amounts of rows that the table holds
one by one (stalled applications, openings), never a rate. Ten questions in one list make a long file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hirehouse.answers.figures import FORECAST_RANGE, RATE_INTERVAL, Measured
from hirehouse.base.vocabulary import STAGE_ORDER
from hirehouse.publish.published import CURRENT_FORECAST

Quarter = Literal["next", "this", "last"]


@dataclass(frozen=True)
class Question:
    """One question: ``sql`` gives rows of subject, number, low, high, n and what ``beside`` names,
    the first matters most.

    ``beside`` are phrases between commas with places like ``{offers:count}``, a column and how it is written
    (``figures.Unit``); one whose value is not there is left out. ``metric`` is the dictionary's id and ``column`` the
    column of ``table`` whose description defines the number; ``range_words`` and ``n_words`` say what low, high and n
    are, ``range_unit`` differs from ``unit`` where low and high measure something else. ``sql`` may use ``$function``
    (where ``by_function``) and ``$quarter`` (where ``quarter`` is set: the default one); ``quarters`` lists those that
    are there.
    """

    name: str
    asks: str
    metric: str
    table: str
    column: str
    unit: Measured
    n_words: str
    sql: str
    beside: str
    quarter: Quarter | None = None
    by_function: bool = True
    quarters: str = ""
    range_words: str = "none is published for this number"
    range_unit: Measured | None = None


_PERIODS = "select distinct period_start_date from metrics.{0} where period_type = 'quarter' and function = $function"
_IN_QUARTER = "function = $function and period_type = 'quarter' and period_start_date = $quarter"
_OF_FUNCTION = "($function = 'all' or function = $function)"

QUESTIONS = (
    Question(
        name="coverage",
        asks="Are there enough candidates for the seats to fill?",
        metric="M-41",
        table="metrics.pipeline_coverage",
        column="coverage_weighted",
        unit="ratio",
        range_words=f"{FORECAST_RANGE} of the quarter's hires, per seat of its plan (M-44)",
        n_words="active candidates, screen or later",
        sql=f"""
            with asked as (
                select coverage.*, forecast.mean, forecast.p10, forecast.p90, nullif(target_hires, 0) as target_hires,
                    active_screen + active_interview + active_onsite + active_offer as n
                from metrics.pipeline_coverage as coverage
                left join {CURRENT_FORECAST} as forecast
                    on coverage.quarter_start_date = forecast.quarter_start_date
                    and coverage.function = forecast.function
                where coverage.function = $function and coverage.quarter_start_date = $quarter
            )
            select 'expected hires per seat' as subject, coverage_weighted as number, null as low, null as high, n,
                seats_to_fill, seats_basis, hires_to_date, coverage_unweighted, coverage_seat_capped
            from asked
            union all by name
            select 'hires forecast per seat' as subject, mean / target_hires as number, p10 / target_hires as low,
                p90 / target_hires as high, n, mean, p10, p90, p_target, target_hires,
                case when target_hires is null then 'no plan for the quarter' end as remark
            from asked where mean is not null""",
        beside="{seats_to_fill:count} seats to fill ({seats_basis:text}), {hires_to_date:count} hired so far, "
        "{coverage_unweighted:ratio} candidates per seat, {coverage_seat_capped:ratio} where no surplus "
        "is shared (of due openings), {mean:count} hires, {p10:count} to {p90:count}, {p_target:share} "
        "likely to make the plan of {target_hires:count}, {remark:text}",
        quarter="next",
        quarters="select quarter_start_date from metrics.pipeline_coverage where function = $function",
    ),
    Question(
        name="conversion",
        asks="Which share of candidates goes on from each stage?",
        metric="M-02",
        table="metrics.funnel_conversion",
        column="rate_resolved",
        unit="share",
        range_words=RATE_INTERVAL,
        n_words="decided of those who entered in the quarter",
        sql=f"""
            select canonical_stage as subject, rate_resolved as number, ci_low as low, ci_high as high,
                advanced + rejected + withdrew as n, advanced, active, rate_adjusted_90d
            from metrics.funnel_conversion where {_IN_QUARTER} order by {STAGE_ORDER}""",
        beside="{advanced:count} went on, {active:count} still open, {rate_adjusted_90d:share} within 90 days",
        quarter="last",
        quarters=_PERIODS.format("funnel_conversion"),
    ),
    Question(
        name="exits",
        asks="Where do candidates leave, who ended it, and why?",
        metric="M-03",
        table="metrics.stage_exits",
        column="share",
        unit="share",
        n_words="rejected or withdrawn in the quarter",
        sql=f"""
            select exit_stage || ', ' || exit_type || ': ' || replace(exit_reason, '_', ' ') as subject,
                share as number, null as low, null as high, period_exits as n, exits
            from metrics.stage_exits where {_IN_QUARTER}
            order by exits desc, exit_stage, exit_type, exit_reason limit 10""",
        beside="{exits:count} left so",
        quarter="last",
        quarters=_PERIODS.format("stage_exits"),
    ),
    Question(
        name="time-in-stage",
        asks="How long do candidates sit in each stage?",
        metric="M-04",
        table="metrics.stage_velocity",
        column="median_days",
        unit="days",
        range_words="up to the slowest tenth (p90)",
        n_words="finished stays",
        sql=f"""
            select canonical_stage as subject, median_days as number, null as low, p90_days as high,
                completed_stays as n, open_stays, open_median_age_days, km_median_days
            from metrics.stage_velocity where {_IN_QUARTER} order by {STAGE_ORDER}""",
        beside="{open_stays:count} still there, for {open_median_age_days:days}, median with these "
        "(Kaplan-Meier) {km_median_days:days}",
        quarter="last",
        quarters=_PERIODS.format("stage_velocity"),
    ),
    Question(
        name="stalled",
        asks="Which candidates wait longer than they should, and for what?",
        metric="M-05",
        table="metrics.stalled_applications",
        column="stalled_days",
        unit="count",
        range_words="days stalled, least to most",
        n_words="active applications",
        sql=f"""
            with stalled as (
                select * from metrics.stalled_applications where {_OF_FUNCTION}
            ), active as (
                select count(*) as n from core.fct_application where status = 'active' and {_OF_FUNCTION}
            )
            select
                case when grouping(canonical_stage) = 1 then $function
                    else canonical_stage || ': ' || replace(stall_reason, '_', ' ') end as subject,
                count(*) as number, min(stalled_days) as low, max(stalled_days) as high, max(active.n) as n,
                count(distinct owner_key) as owners, nullif(count(*) - count(owner_key), 0) as orphans
            from stalled cross join active
            group by grouping sets ((), (canonical_stage, stall_reason))
            having count(*) > 0
            order by grouping(canonical_stage) desc, number desc, subject""",
        beside="owners: {owners:count}, {orphans:count} without one",
        range_unit="days",
    ),
    Question(
        name="channels",
        asks="Which channels bring hires, not applicants?",
        metric="M-32",
        table="metrics.source_performance",
        column="hires",
        unit="count",
        range_words="least to most of four attribution models",
        n_words="applications",
        sql=f"""
            with models as (
                select channel, min(hires) as low, max(hires) as high
                from metrics.source_performance where {_IN_QUARTER} group by channel
            )
            select channel as subject, hires as number, low, high, applications as n,
                reached_interview, offers, cost_per_hire_amount, quality_index
            from metrics.source_performance inner join models using (channel)
            where {_IN_QUARTER} and attribution_model = 'record'
            order by hires desc nulls last, applications desc nulls last, channel""",
        beside="{reached_interview:count} reached interview, {offers:count} offers, "
        "{cost_per_hire_amount:money} a hire, quality {quality_index:count}",
        quarter="last",
        quarters=_PERIODS.format("source_performance"),
    ),
    Question(
        name="vacancy-cost",
        asks="What have open seats cost so far?",
        metric="M-63",
        table="metrics.vacancy_cost",
        column="gross_cost_amount",
        unit="money",
        range_words="net to gross",
        n_words="openings",
        sql=f"""
            with seats as (
                select * from metrics.vacancy_cost where {_OF_FUNCTION}
            ), totals as (
                select function, grouping(function) as is_total, count(*) as openings,
                    case when count(*) = count(gross_cost_amount) then sum(gross_cost_amount) end as gross,
                    case when count(*) = count(net_cost_amount) then sum(net_cost_amount) end as net,
                    sum(clock_days) as days, string_agg(distinct parameter_set, ', ' order by parameter_set) as sets
                from seats group by grouping sets ((), (function)) having count(*) > 0
            )
            select case when is_total = 1 then $function else function end as subject, gross as number, net as low,
                gross as high, openings as n, days, gross / nullif(days, 0) as day_amount, sets
            from totals where is_total = 1 or $function = 'all'
            order by is_total desc, gross desc nulls last, function""",
        beside="{days:count} working days empty, {day_amount:money} each day of a seat, parameters {sets:text}",
    ),
    Question(
        name="agreement",
        asks="Do the ATS and the CRM agree?",
        metric="M-75",
        table="metrics.system_consistency",
        column="agreement",
        unit="share",
        range_words="if all without a match disagree",
        n_words="matched of the active applications of CRM origin",
        sql="""
            select crm_system || ' and ' || ats_system as subject, agreement as number, consistency as low,
                agreement as high, matched as n, agreeing, crm_origin_active, match_coverage, sync_lag_p95_hours
            from metrics.system_consistency order by crm_origin_active desc, crm_system, ats_system""",
        beside="{agreeing:count} agree, of {crm_origin_active:count}, {match_coverage:share} matched, sync lag "
        "(p95) {sync_lag_p95_hours:hours}",
        by_function=False,
    ),
    Question(
        name="off-process",
        asks="Which share of hires went around the process?",
        metric="M-77",
        table="metrics.off_process_hires",
        column="rate",
        unit="share",
        n_words="external hires",
        sql="""
            select 'hires off process' as subject, rate as number, null as low, null as high, hires as n, off_process
            from metrics.off_process_hires where function = $function and quarter_start_date = $quarter""",
        beside="{off_process:count} of them; the target is 0",
        quarter="last",
        quarters="select quarter_start_date from metrics.off_process_hires where function = $function",
    ),
    Question(
        name="reviews",
        asks="Are open seats reviewed every week?",
        metric="M-73",
        table="metrics.review_cadence",
        column="share_reviewed",
        unit="share",
        n_words="open openings",
        sql="""
            select 'reviewed in 7 days, week of ' || week_start_date as subject, share_reviewed as number, null as low,
                null as high, open_openings as n, reviewed_7d, median_days_since_review, reviews, decisions_per_review
            from metrics.review_cadence
            where function = $function
                and week_start_date > $quarter - interval 7 day and week_start_date < $quarter + interval 3 month
            order by week_start_date desc limit 1""",
        beside="{reviewed_7d:count} reviewed, {median_days_since_review:days} since the last review (median), "
        "{reviews:count} reviews, {decisions_per_review:count} decisions each",
        quarter="this",
        quarters="select distinct date_trunc('quarter', week_start_date)::date from metrics.review_cadence "
        "where function = $function",
    ),
)


def question_named(name: str) -> Question | None:
    """The question, or None."""
    return next((question for question in QUESTIONS if question.name == name), None)
