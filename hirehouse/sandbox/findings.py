"""Which records break a shipped hygiene rule at an instant: the answer the warehouse's rules are measured against.

Computed from the company's true state by the catalogue's conditions, planted or not. Thresholds are the catalogue's
defaults.
"""

from __future__ import annotations

from datetime import datetime

import duckdb
import pyarrow as pa

from hirehouse.sandbox.findings_names import NAMES_RULES
from hirehouse.sandbox.truth_state import open_state
from hirehouse.sandbox.world import World

_LIMITS = "case last_stage when 'interview' then 10 when 'offer' then 5 else 7 end"
_AGE = "epoch(as_of_at - {0}) / 86400.0"

SILENCE = f"""
    with acts as (
        select application_id, entered_at as acted_at from stay_order
        union all select application_id, scheduled_at from now_interview
        union all select application_id, ends_at from now_interview where status = 'completed'
        union all select application_id, submitted_at from now_scorecard
        union all select application_id, created_at from now_offer
        union all select application_id, approved_at from now_offer
        union all select application_id, sent_at from now_offer
        union all select application_id, resolved_at from now_offer
        union all select ended.application_id, occurred_at from ended join now_touch using (person_id)
            where exit_type = 'active' and touch_type in ('first_outreach', 'follow_up', 'reply') and not is_machine
                and occurred_at >= ended.applied_at),
    last_act as (select application_id, max(acted_at) as acted_at from acts cross join clock where acted_at <= as_of_at
        group by 1),
    coming as (select distinct application_id from now_interview cross join clock where status = 'scheduled' and
        starts_at > as_of_at)
    select ended.application_id, {_LIMITS} as days_allowed, epoch(as_of_at - greatest(ended.applied_at,
        last_act.acted_at)) / 86400.0 as silent_days
    from ended cross join clock left join last_act using (application_id)
    where exit_type = 'active' and ended.application_id not in (select application_id from coming)
"""

_RULES = {
    "APP-01": ("application", f"select application_id from ({SILENCE}) where silent_days > days_allowed"),
    "APP-02": (
        "application",
        f"select application_id from ({SILENCE}) where silent_days > greatest(3 * days_allowed, 30)",
    ),
    "APP-03": (
        "application",
        f"""select ended.application_id from ended cross join clock join now_requisition using (job_id)
        where is_open_in_source and hired_at is null and now_requisition.status = 'closed' and
            {_AGE.format("closed_at")} > 3""",
    ),
    "APP-04": (
        "application",
        f"""select application_id from ended cross join clock join (
            select job_id, count(*) filter (where status in ('open', 'on_hold')) as open_seats,
                max(seat_life.closed_at) filter (where status = 'filled') as last_filled_at
            from seat_life join opening using (opening_id) where is_latest group by 1) using (job_id)
        where exit_type = 'active' and open_seats = 0 and {_AGE.format("last_filled_at")} > 3""",
    ),
    "APP-05": ("application", "select application_id from now_application where is_shown_without_job"),
    "APP-06": (
        "application",
        """select application_id from now_application join (
            select application_id, min(entered_at) as entered_at from stay_order group by 1) using (application_id)
        where shown_created_at > entered_at + interval 1 hour""",
    ),
    "OFF-01": (
        "application",
        f"""select application_id from ended cross join clock
        where left_at is null and application_id not in (select application_id from now_offer) and
            {_AGE.format("hired_at")} > 1""",
    ),
    "OFF-02": (
        "offer",
        f"""select offer_id from now_offer cross join clock
        where resolution = 'accepted' and start_date is null and {_AGE.format("resolved_at")} > 2""",
    ),
    "OFF-03": (
        "offer",
        f"""select offer_id from now_offer join ended using (application_id) cross join clock
        where left_at is null and resolution = 'accepted' and is_open_in_source and {_AGE.format("resolved_at")} > 2""",
    ),
    "OFF-04": (
        "application",
        f"""select ended.application_id from ended cross join clock join stay_order using (application_id, job_id)
        where exit_type = 'active' and last_stage = 'offer' and canonical_stage = 'offer' and is_last
            and ended.application_id not in (select application_id from now_offer) and {_AGE.format("entered_at")} >
                2""",
    ),
    "OFF-07": (
        "offer",
        """select offer_id from now_offer join ended using (application_id)
        where left_at is null and resolution = 'accepted' and (
            start_date < local_day(resolved_at, timezone) or start_date > local_day(resolved_at, timezone) + 365)""",
    ),
    "OPN-01": (
        "opening",
        "select opening_id from seat_life where is_latest and status = 'filled' and filled_application_id is null",
    ),
    "OPN-03": (
        "opening",
        """select opening_id from (
            select coalesce(now_offer.opening_id, seat_life.opening_id) as opening_id
            from ended left join now_offer using (application_id)
            left join seat_life on seat_life.filled_application_id = ended.application_id and seat_life.closed_at
                <= (select as_of_at from clock)
            left join now_employment on now_employment.application_id = ended.application_id
            where hired_at is not null and left_at is null and now_employment.left_date is null)
        where opening_id is not null group by 1 having count(*) > 1""",
    ),
    "PER-02": (
        "candidate",
        """select record_id from now_application group by 1 having count(*) > 50
        union select record_id from now_application join ended using (application_id)
        where ended.hired_at is not null group by record_id, local_day(ended.hired_at, timezone) having count(*) > 1""",
    ),
    "REJ-01": (
        "application",
        f"""select application_id from ended cross join clock
        where is_rejected and reason_id is null and {_AGE.format("exited_at")} > 2""",
    ),
    "REV-01": (
        "requisition",
        f"""select job_id from now_requisition cross join clock
        left join (select job_id, max(reviewed_at) as reviewed_at from review cross join clock
            where reviewed_at <= as_of_at group by 1) using (job_id)
        where status = 'open' and job_id in (select job_id from seat_life join opening using (opening_id)
                where is_latest and status = 'open')
            and (select count(*) from review cross join clock where reviewed_at <= as_of_at) > 0
            and {_AGE.format("coalesce(reviewed_at, opened_at)")} > 7""",
    ),
    "SCO-01": (
        "scorecard",
        """select scorecard_id from now_scorecard join now_interview using (interview_id) join stage using (stage_id)
        cross join clock
        where now_interview.status = 'completed' and submitted_at is null
            and epoch(as_of_at - ends_at) / 3600.0 > case when canonical_stage = 'onsite' then 24 else 48 end""",
    ),
    "SRC-01": (
        "application",
        f"""select application_id from ended cross join clock join now_application using (application_id)
        where source_id is null and {_AGE.format("applied_at")} > 2""",
    ),
    "STG-01": ("stage", "select stage_id from stage join now_requisition using (job_id) where canonical_stage is null"),
    "STG-02": (
        "stage_interval",
        """select stay_id from stay join now_application using (application_id) cross join clock
        where exited_at <= as_of_at and shown_exited_at < entered_at""",
    ),
    "STG-05": (
        "application",
        """select application_id
        from ended join (select application_id, shown_stage_id, shown_stage_at from now_application) using
            (application_id)
        join stay_order using (application_id, job_id) cross join clock
        where left_at is null and hired_at is null and shown_stage_at <= as_of_at and is_last and shown_stage_id <>
            stage_id""",
    ),
    "TIM-01": (
        "scorecard",
        "select scorecard_id from now_scorecard cross join clock where submitted_at > as_of_at + interval 5 minute",
    ),
    "TIM-03": (
        "application",
        "select application_id from now_application where shown_created_at < timestamptz '2000-01-01 00:00:00+00'",
    ),
    "TIM-04": ("application", "select application_id from now_rejection where is_shown_undated"),
    "TIM-05": ("interview", "select interview_id from now_interview where shown_ends_at < starts_at"),
}


def findings_of(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """Findings over an open state (see `truth_state.open_state`): rule_id, entity_type, system, entity_id (text), once
    each, sorted."""
    union = " union all ".join(
        f"select '{rule}' as rule_id, '{kind}' as entity_type, '{system}' as system, "
        "cast(entity_id as varchar) as entity_id "
        f"from ({sql}) as broken(entity_id)"
        for rule, kind, system, sql in (
            *((rule, kind, "greenhouse", sql) for rule, (kind, sql) in _RULES.items()),
            *NAMES_RULES,
        )
    )
    return connection.execute(f"select distinct * from ({union}) order by all").to_arrow_table()


def expected_findings(world: World, as_of: datetime) -> pa.Table:
    """Every record that breaks a shipped rule at `as_of`: rule_id, entity_type, system, entity_id (the
        vendor's id as text).

    KEY-01, FRE-01, REC-01 and VOL-02 judge the load, not the company, and have no rows here.
    """
    connection = open_state(world, as_of)
    try:
        return findings_of(connection)
    finally:
        connection.close()
