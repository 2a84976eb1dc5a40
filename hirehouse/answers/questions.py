"""The ten questions of the README: which published table answers each, what its number, range and n are, and when.

A question names columns; it computes none. What is added up here are counts and amounts of rows that the table holds
one by one (stalled applications, openings), never a rate. Ten questions in one list make a long file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hirehouse.base.vocabulary import STAGE_ORDER

Unit = Literal["share", "per_seat", "days", "count", "money"]
Quarter = Literal["next", "this", "last"]


@dataclass(frozen=True)
class Question:
    """One question: ``sql`` gives rows (subject, number, low, high, n, beside), most important first.

    ``metric`` is the dictionary's id and ``column`` the column of ``table`` whose description defines the number;
    ``range_words`` and ``n_words`` say what low, high and n are, ``range_unit`` differs
    from ``unit`` where low and high measure something else. ``sql`` may use ``$function`` (where ``by_function``)
    and ``$quarter`` (where ``quarter`` is set: the default one); ``quarters`` lists those that are there.
    """

    name: str
    asks: str
    metric: str
    table: str
    column: str
    unit: Unit
    range_words: str
    n_words: str
    sql: str
    quarter: Quarter | None = None
    by_function: bool = True
    quarters: str = ""
    range_unit: Unit | None = None


_PERIODS = "select distinct period_start_date from metrics.{0} where period_type = 'quarter' and function = $function"
_IN_QUARTER = "function = $function and period_type = 'quarter' and period_start_date = $quarter"
_ONE = "printf('%.1f', {0}::double)"
_OF_FUNCTION = "($function = 'all' or function = $function)"

QUESTIONS = (
    Question(
        name="coverage",
        asks="Are there enough candidates for the seats to fill?",
        metric="M-41",
        table="metrics.pipeline_coverage",
        column="coverage_weighted",
        unit="per_seat",
        range_words="80 % range of the quarter's hires, per seat of its plan (M-44)",
        n_words="active candidates, screen or later",
        sql="""
            with asked as (
                select coverage.*, forecast.* exclude (p_target, hires_to_date),
                    active_screen + active_interview + active_onsite + active_offer as active
                from metrics.pipeline_coverage as coverage
                left join metrics.hiring_forecast as forecast
                    on coverage.as_of_date = forecast.as_of_date
                    and coverage.quarter_start_date = forecast.quarter_start_date
                    and coverage.function = forecast.function and forecast.is_champion
                    and not forecast.is_reconstructed
                where coverage.function = $function and coverage.quarter_start_date = $quarter
            )
            select 'expected hires per seat', coverage_weighted, null, null, active,
                concat_ws(', ', seats_to_fill || ' seats to fill (' || seats_basis || ')',
                    hires_to_date || ' hired so far',
                    printf('%.1f', coverage_unweighted::double) || ' candidates per seat',
                    printf('%.2f', coverage_seat_capped::double) || ' where no surplus is shared (of due openings)')
            from asked
            union all
            select 'hires forecast per seat', mean / nullif(target_hires, 0), p10 / nullif(target_hires, 0),
                p90 / nullif(target_hires, 0), active,
                concat_ws(', ', printf('%.1f hires', mean::double), p10 || ' to ' || p90,
                    case when target_hires > 0
                        then printf('%.0f %% likely to make the plan of ', (100 * p_target)::double) || target_hires
                        else 'no plan for the quarter' end)
            from asked where mean is not null""",
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
        range_words="95 % interval",
        n_words="decided of those who entered in the quarter",
        sql=f"""
            select canonical_stage, rate_resolved, ci_low, ci_high, advanced + rejected + withdrew,
                concat_ws(', ', advanced || ' went on', active || ' still open',
                    printf('%.0f %% within 90 days', (100 * rate_adjusted_90d)::double))
            from metrics.funnel_conversion where {_IN_QUARTER} order by {STAGE_ORDER}""",
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
        range_words="",
        n_words="rejected or withdrawn in the quarter",
        sql=f"""
            select exit_stage || ', ' || exit_type || ': ' || replace(exit_reason, '_', ' '), share, null, null,
                period_exits, exits || ' left so'
            from metrics.stage_exits where {_IN_QUARTER}
            order by exits desc, exit_stage, exit_type, exit_reason limit 10""",
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
            select canonical_stage, median_days, null, p90_days, completed_stays,
                concat_ws(', ', open_stays || ' still there',
                    'for ' || {_ONE.format("open_median_age_days")} || ' days',
                    'median with these (Kaplan-Meier) ' || {_ONE.format("km_median_days")})
            from metrics.stage_velocity where {_IN_QUARTER} order by {STAGE_ORDER}""",
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
                count(*) as number, min(stalled_days), max(stalled_days), max(active.n),
                'owners: ' || count(distinct owner_key)
                    || case when count(*) > count(owner_key)
                        then ', ' || (count(*) - count(owner_key)) || ' without one' else '' end
            from stalled cross join active
            group by grouping sets ((), (canonical_stage, stall_reason))
            having count(*) > 0
            order by grouping(canonical_stage) desc, number desc, subject""",
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
            select channel, hires, low, high, applications,
                concat_ws(', ', reached_interview || ' reached interview', offers || ' offers',
                    printf('%.0f', (cost_per_hire_amount)::double) || ' a hire',
                    'quality ' || {_ONE.format("quality_index")})
            from metrics.source_performance inner join models using (channel)
            where {_IN_QUARTER} and attribution_model = 'record'
            order by hires desc nulls last, applications desc nulls last, channel""",
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
            select case when is_total = 1 then $function else function end, gross, net, gross, openings,
                concat_ws(', ', printf('%.0f', days::double) || ' working days empty',
                    printf('%.0f', (gross / nullif(days, 0))::double) || ' each day of a seat', 'parameters ' || sets)
            from totals where is_total = 1 or $function = 'all'
            order by is_total desc, gross desc nulls last, function""",
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
        sql=f"""
            select crm_system || ' and ' || ats_system, agreement, consistency, agreement, matched,
                concat_ws(', ', agreeing || ' agree', 'of ' || crm_origin_active,
                    printf('%.0f %% matched', (100 * match_coverage)::double),
                    'sync lag (p95) ' || {_ONE.format("sync_lag_p95_hours")} || ' hours')
            from metrics.system_consistency order by crm_origin_active desc, crm_system, ats_system""",
        by_function=False,
    ),
    Question(
        name="off-process",
        asks="Which share of hires went around the process?",
        metric="M-77",
        table="metrics.off_process_hires",
        column="rate",
        unit="share",
        range_words="",
        n_words="external hires",
        sql="""
            select 'hires off process', rate, null, null, hires, off_process || ' of them; the target is 0'
            from metrics.off_process_hires where function = $function and quarter_start_date = $quarter""",
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
        range_words="",
        n_words="open openings",
        sql=f"""
            select 'reviewed in 7 days, week of ' || week_start_date, share_reviewed, null, null, open_openings,
                concat_ws(', ', reviewed_7d || ' reviewed',
                    {_ONE.format("median_days_since_review")} || ' days since the last review (median)',
                    reviews || ' reviews', {_ONE.format("decisions_per_review")} || ' decisions each')
            from metrics.review_cadence
            where function = $function
                and week_start_date > $quarter - interval 7 day and week_start_date < $quarter + interval 3 month
            order by week_start_date desc limit 1""",
        quarter="this",
        quarters="select distinct date_trunc('quarter', week_start_date)::date from metrics.review_cadence "
        "where function = $function",
    ),
)


def question_named(name: str) -> Question | None:
    """The question, or None."""
    return next((question for question in QUESTIONS if question.name == name), None)
