"""The company's true state at an instant, as temporary tables over a world: what exists, who is where, how it ended.

Everything here is computed from the simulation's own events by the rulings (docs/rulings.md), never from a
vendor's payload and never with the warehouse's own SQL. `now_` tables hold only what is visible at the instant, with
later events removed.
"""

from __future__ import annotations

from datetime import UTC, datetime

import duckdb

from hirehouse.sandbox.world import World

_RANKS = (
    "case {0} when 'applied' then 1 when 'screen' then 2 when 'interview' then 3 when 'onsite' then 4 "
    "when 'offer' then 5 end"
)

_STATE = (
    """now_application as
    select application.*, coalesce(record.merged_into_id, application.candidate_id) as record_id
    from application left join candidate as record
        on application.candidate_id = record.candidate_id and record.merged_at <= $t
    where application.visible_at <= $t and coalesce(application.deleted_at > $t, true)""",
    # One row per application and requisition (E5): the part before a transfer and the part after it.
    """leg as
    select application_id, job_id, 1 as leg, created_at as applied_at, cast(null as bigint) as from_job_id,
        case when transferred_at <= $t then transferred_at end as left_at
    from now_application
    union all
    select application_id, next_job_id, 2, transferred_at, job_id, null from now_application where transferred_at
        <= $t""",
    """now_rejection as
    select rejection.* from rejection join now_application using (application_id)
    where rejected_at <= $t and coalesce(unrejected_at > $t, true)""",
    """gap as
    select rejection.application_id, rejection.job_id, rejected_at as started_at, unrejected_at as ended_at
    from rejection join now_application using (application_id) where unrejected_at <= $t""",
    # Stays as they were meant: accidental moves folded away once they are undone; rows recorded later have no times.
    # One that is shown to have ended before it began (STG-02) or never (STG-04) is quarantined and sets nothing of its
    # application.
    """rest_of_split as
    select folds_into_stay_id as stay_id, exited_at from stay
    where folds_into_stay_id is not null and not is_accidental and entered_at <= $t""",
    f"""real_stay as
    select stay.stay_id, stay.application_id, stay.job_id, stay.stage_id, stage.canonical_stage, stage.sort_order,
        {_RANKS.format("stage.canonical_stage")} as rank, stay.is_backfilled as is_timeless,
        case when not stay.is_backfilled then stay.entered_at end as entered_at, stay.entered_at as recorded_at,
        case when rest.stay_id is not null then case when rest.exited_at <= $t then rest.exited_at end
            when stay.exited_at <= $t and not stay.is_backfilled then stay.exited_at end as moved_at
    from stay join now_application using (application_id) join stage using (stage_id)
    left join rest_of_split as rest on stay.stay_id = rest.stay_id
    where stay.entered_at <= $t and not coalesce(
        stay.exited_at <= $t and (stay.shown_exited_at < stay.entered_at or stay.shown_exited_at > $t), false)
        and not exists (select 1 from rest_of_split as undone where undone.stay_id = stay.folds_into_stay_id)""",
    """stay_order as
    select *, row_number() over way as number, lead(stay_id) over way is null as is_last,
        lag(rank) over way as previous_rank, lead(rank) over way as next_rank, lead(entered_at) over way as
            next_entered_at
    from real_stay where not is_timeless
    window way as (partition by application_id, job_id order by entered_at, stay_id)""",
    """path as
    select application_id, job_id, min_by(canonical_stage, number) as first_stage, max_by(canonical_stage, number) as
        last_stage,
        max(rank) as furthest_rank, max(entered_at) as last_entered_at, min(entered_at) filter (where rank = furthest)
            as furthest_at
    from (select *, max(rank) over (partition by application_id, job_id) as furthest from stay_order) group by 1, 2""",
    """now_requisition as
    select *, case when closed_at <= $t then 'closed' when opened_at <= $t then 'open' else 'draft' end as status,
        case when recruiter_changed_at <= $t then next_recruiter_id else recruiter_id end as now_recruiter_id
    from requisition where created_at <= $t""",
    """seat_life as
    select life.*, row_number() over (partition by life.opening_id order by life_number desc) = 1 as is_latest,
        case when life.closed_at <= $t then life.close_kind
            when hold.started_at <= $t and coalesce(hold.ended_at > $t, true) then 'on_hold' else 'open' end as status
    from opening_life as life left join opening_hold as hold
        on life.opening_id = hold.opening_id and life_number = 1
    where life.opened_at <= $t""",
    """now_interview as
    select interview.* replace (
            case when rescheduled_at > $t then first_starts_at else starts_at end as starts_at,
            case when rescheduled_at > $t then first_starts_at + (ends_at - starts_at) else ends_at end as ends_at),
        case when outcome = 'completed' and interview.ends_at <= $t then 'completed'
            when outcome in ('cancelled', 'no_show') and ended_at <= $t then outcome else 'scheduled' end as status
    from interview join now_application using (application_id)
    where scheduled_at <= $t and coalesce(interview.deleted_at > $t, true)""",
    """now_scorecard as
    select scorecard.* replace (case when submitted_at <= $t then coalesce(shown_submitted_at, submitted_at) end as
        submitted_at,
        case when submitted_at <= $t then rating end as rating)
    from scorecard join now_application using (application_id) where scorecard.created_at <= $t""",
    """now_offer as
    select offer.* replace (case when offer.approved_at <= $t then offer.approved_at end as approved_at,
        case when sent_at <= $t then sent_at end as sent_at, case when resolved_at <= $t then resolved_at end as
            resolved_at,
        case when resolved_at <= $t then resolution end as resolution)
    from offer join now_application using (application_id) where offer.created_at <= $t
    qualify row_number() over (partition by application_id order by version desc) = 1""",
    """now_prospect as
    select * from prospect where created_at <= $t and coalesce(deleted_at > $t, true)""",
    """now_touch as
    select touch.* from touch join now_prospect using (prospect_id) where touch.visible_at <= $t""",
    """now_enrollment as
    select enrollment.* from enrollment join now_prospect using (prospect_id)
    where first_sent_at <= $t and exists (
        select 1 from now_touch where now_touch.enrollment_id = enrollment.enrollment_id)""",
    """now_employment as
    select * replace (case when left_date <= cast($t as date) then left_date end as left_date,
        case when reneged_at <= $t then reneged_at end as reneged_at)
    from employment where recorded_at <= $t""",
    # How each leg stands. A closed requisition ends what was still active, at the later of its closing and the last
    # stage entry (E13).
    """ended as
    select leg.*, application.person_id, application.created_at as original_at, case when leg.left_at is null then
        application.accepted_at end as hired_at,
        requisition.status as requisition_status, path.* exclude (application_id, job_id), office.timezone,
            requisition.function,
        case when leg.left_at is not null then 'transferred_out' when application.accepted_at is not null then
            'advanced'
            when rejection.exit_kind is not null then rejection.exit_kind
            when requisition.status = 'closed' then 'req_closed' else 'active' end as exit_type,
        coalesce(leg.left_at, application.accepted_at, rejection.rejected_at,
            case when requisition.status = 'closed' then greatest(requisition.closed_at, path.last_entered_at) end) as
                exited_at,
        leg.left_at is null and rejection.rejected_at is not null as is_rejected, rejection.reason_id,
        leg.left_at is null and rejection.rejected_at is null and not coalesce(application.is_marked, false) as
            is_open_in_source
    from leg
    join (select * exclude (accepted_at), case when accepted_at <= $t then accepted_at end as accepted_at,
        hired_at <= $t as is_marked from now_application) as application using (application_id)
    join now_requisition as requisition on leg.job_id = requisition.job_id
    join office using (office_id)
    left join now_rejection as rejection on leg.application_id = rejection.application_id
    left join path on leg.application_id = path.application_id and leg.job_id = path.job_id""",
)


def open_state(world: World, as_of: datetime, only: str | None = None) -> duckdb.DuckDBPyConnection:
    """Connect to the world and build its state at `as_of` (an aware instant) as temporary tables; the caller closes
        the connection.

    Args:
        only: build this one table (and `clock`), for callers that need no more; it must not depend on others.

    Raises:
        ValueError: `as_of` has no time zone.
    """
    if as_of.tzinfo is None:
        raise ValueError(f"as_of must have a time zone, got {as_of.isoformat()}")
    connection = world.connect()
    instant = f"timestamptz '{as_of.astimezone(UTC).strftime('%Y-%m-%d %H:%M:%S')}+00'"
    for statement in _STATE:
        if only is not None and not statement.startswith(f"{only} as"):
            continue
        connection.execute(f"create temp table {statement.replace('$t', instant)}")
    connection.execute(f"create temp table clock as select {instant} as as_of_at")
    connection.execute("create temp macro local_day(instant, zone) as cast(instant at time zone zone as date)")
    return connection
