"""The company as it stands at one instant: `now_*` relations every vendor's SQL reads.

`World` keeps events; here they become states. An event stamped after the simulated now has not happened: `seen(t)` is
null for it. What is deleted, merged away or not yet visible is absent, with everything that depends on it. `updated_at`
is the last event a source system would have stamped on the row; a merge of candidates does not move it on their
applications, and a late row carries the old instants it would have had in time.
"""

from __future__ import annotations

from datetime import datetime

import duckdb

from hirehouse.sandbox.world import World

_MACROS = """
create or replace temp macro seen(t) as case when t <= getvariable('now') then t end;
create or replace temp macro has_been(t) as coalesce(t <= getvariable('now'), false);
"""

# Small or widely joined: tables, computed once per instant.
_TABLES = {
    "now_candidate": """
        select candidate.*, has_been(anonymised_at) as is_anonymised
        from candidate
        where has_been(visible_at) and not has_been(deleted_at) and not has_been(merged_at)""",
    "now_application": """
        with activity as (
            select application_id, max(occurred_at) as last_activity_at
            from application_event where has_been(occurred_at) group by application_id
        ),
        rejected as (
            select application_id, max_by(rejection_id, rejected_at) as rejection_id, max(rejected_at) as rejected_at,
                max_by(coalesce(reason_id, -1), rejected_at) as reason_id,
                bool_or(is_shown_undated) as is_undated
            from rejection where has_been(rejected_at) and not has_been(unrejected_at) group by application_id
        ),
        placed as (
            select application_id, max_by(stage_id, stay_number) as stage_id
            from stay where has_been(entered_at) group by application_id
        )
        select application.* exclude (candidate_id, job_id), application.candidate_id as first_candidate_id,
            case when has_been(candidate.merged_at) then candidate.merged_into_id else application.candidate_id end
                as candidate_id,
            application.job_id as first_job_id,
            case when has_been(transferred_at) then next_job_id else application.job_id end as job_id,
            case when has_been(shown_stage_at) then shown_stage_id else placed.stage_id end as stage_id,
            case when has_been(hired_at) then 'hired' when rejection_id is not null then 'rejected' else 'active' end
                as status,
            case when not has_been(hired_at) and not is_undated then rejected.rejected_at end as rejected_at,
            case when not has_been(hired_at) then nullif(rejected.reason_id, -1) end as reason_id,
            greatest(activity.last_activity_at, application.created_at) as last_activity_at,
            greatest(activity.last_activity_at, application.created_at, seen(shown_stage_at)) as updated_at
        from application
        inner join candidate on candidate.candidate_id = application.candidate_id
        left join activity on activity.application_id = application.application_id
        left join rejected on rejected.application_id = application.application_id
        left join placed on placed.application_id = application.application_id
        where has_been(application.visible_at) and not has_been(application.deleted_at)""",
}

_VIEWS = {
    "now_user": """
        select *, has_been(deactivated_at) as is_deactivated, greatest(created_at, seen(deactivated_at)) as updated_at
        from app_user where has_been(created_at)""",
    "now_requisition": """
        select * exclude (opened_at, closed_at, recruiter_id),
            case when has_been(closed_at) then 'closed' when has_been(opened_at) then 'open' else 'draft' end as status,
            seen(opened_at) as opened_at, seen(closed_at) as closed_at,
            case when has_been(recruiter_changed_at) then next_recruiter_id else recruiter_id end as recruiter_id,
            greatest(created_at, seen(opened_at), seen(closed_at)) as updated_at
        from requisition where has_been(created_at)""",
    "now_opening": """
        with life as (
            select opening_id, seen(closed_at) as closed_at, close_reason_id, filled_application_id
            from opening_life where has_been(opened_at)
            qualify row_number() over (partition by opening_id order by life_number desc) = 1
        ),
        change as (
            select opening_id, max(greatest(opened_at, seen(closed_at))) as changed_at
            from opening_life where has_been(opened_at) group by opening_id
        ),
        hold as (
            select opening_id, max(started_at) filter (where not has_been(ended_at)) as held_at,
                max(greatest(started_at, seen(ended_at))) as changed_at
            from opening_hold where has_been(started_at) group by opening_id
        ),
        target as (
            select opening_id, max_by(target_fill_date, set_at) as target_fill_date, max(set_at) as changed_at
            from opening_target where has_been(set_at) group by opening_id
        )
        select opening.*, case when life.closed_at is not null then 'closed' when held_at is not null then 'on_hold'
            else 'open' end as status,
            case when life.closed_at is not null then life.closed_at else held_at end as closed_at,
            case when life.closed_at is not null then life.close_reason_id
                when held_at is not null then (select min(close_reason_id) from close_reason
                    where name = 'On Hold') end as close_reason_id,
            case when life.closed_at is not null then life.filled_application_id end as filled_application_id,
            target.target_fill_date,
            greatest(opening.created_at, change.changed_at, hold.changed_at, target.changed_at) as updated_at
        from opening
        inner join life on life.opening_id = opening.opening_id
        inner join change on change.opening_id = opening.opening_id
        left join hold on hold.opening_id = opening.opening_id
        left join target on target.opening_id = opening.opening_id
        where has_been(opening.created_at)""",
    "now_stay": """
        select stay.stay_id, stay.application_id, stay.job_id, stay.stage_id, stay.stay_number, stay.moved_by_id,
            stay.is_backfilled,
            stay.entered_at as created_at, not has_been(stay.exited_at) as is_current,
            case when not stay.is_backfilled then stay.entered_at end as entered_at,
            case when not stay.is_backfilled and has_been(stay.exited_at)
                and coalesce(year(shown_exited_at) < 2200, true)
                then coalesce(shown_exited_at, stay.exited_at) end as exited_at,
            greatest(stay.entered_at, seen(stay.exited_at)) as updated_at
        from stay semi join now_application on now_application.application_id = stay.application_id
        where has_been(stay.entered_at)""",
    "now_rejection": """
        select rejection.*
        from rejection semi join now_application on now_application.application_id = rejection.application_id
        where has_been(rejected_at) and not has_been(unrejected_at)""",
    "now_interview": """
        with slot as (
            select *, case when has_been(rescheduled_at) or first_starts_at is null then starts_at
                else first_starts_at end as slot_at
            from interview semi join now_application on now_application.application_id = interview.application_id
            where has_been(created_at) and not has_been(deleted_at)
        ),
        held as (select *, slot_at + (ends_at - starts_at) as slot_ends_at from slot)
        select interview_id, application_id, job_id, stage_id, job_interview_id, organizer_id, created_at,
            seen(scheduled_at) as scheduled_at,
            case when has_been(scheduled_at) then slot_at end as starts_at,
            case when has_been(scheduled_at) then coalesce(shown_ends_at, slot_ends_at) end as ends_at,
            outcome, seen(ended_at) as ended_at, seen(completed_at) as completed_at,
            case when has_been(ended_at) and outcome in ('cancelled', 'no_show') then 'skipped'
                when has_been(ended_at) then outcome when has_been(completed_at) then 'complete'
                when not has_been(scheduled_at) then 'to_be_scheduled'
                when has_been(slot_ends_at) then 'awaiting_feedback' else 'scheduled' end as status,
            greatest(created_at, seen(scheduled_at), seen(rescheduled_at), seen(completed_at), seen(ended_at),
                case when scheduled_at <= slot_ends_at and coalesce(ended_at > slot_ends_at, true)
                    then seen(slot_ends_at) end) as updated_at
        from held""",
    "now_scorecard": """
        select scorecard.* exclude (submitted_at, rating),
            case when has_been(scorecard.submitted_at) then coalesce(shown_submitted_at, scorecard.submitted_at) end
                as submitted_at,
            case when has_been(scorecard.submitted_at) then rating end as rating, has_been(scorecard.submitted_at)
                as is_complete,
            greatest(scorecard.created_at, seen(scorecard.submitted_at)) as updated_at
        from scorecard
        semi join now_interview on now_interview.interview_id = scorecard.interview_id
        where has_been(scorecard.created_at)""",
    "now_interviewer": """
        select interviewer.* exclude (scorecard_id), now_scorecard.scorecard_id,
            greatest(interviewer.created_at, now_scorecard.created_at) as updated_at
        from interviewer
        semi join now_interview on now_interview.interview_id = interviewer.interview_id
        left join now_scorecard on now_scorecard.scorecard_id = interviewer.scorecard_id
        where has_been(interviewer.created_at)""",
    "now_offer": """
        select offer.* exclude (approved_at, sent_at, resolved_at, resolution, api_status),
            now_application.candidate_id,
            seen(offer.approved_at) as approved_at, seen(offer.sent_at) as sent_at, seen(offer.resolved_at)
                as resolved_at,
            case when has_been(offer.resolved_at) then offer.resolution end as resolution,
            case when has_been(offer.resolved_at) then offer.api_status end as api_status,
            offer.version = max(offer.version) over (partition by offer.application_id) as is_latest,
            greatest(offer.created_at, seen(offer.sent_at), seen(offer.resolved_at)) as updated_at
        from offer inner join now_application on now_application.application_id = offer.application_id
        where has_been(offer.created_at)""",
    "now_approval": """
        select approval.* exclude (approved_at), seen(approval.approved_at) as approved_at,
            greatest(approval.requested_at, seen(approval.approved_at)) as updated_at
        from approval
        where has_been(requested_at)
            and (offer_id is null or offer_id in (select offer_id from now_offer))""",
    "now_prospect": """
        select prospect.* exclude (candidate_id, edited_at),
            case when has_been(linked_at) and not has_been(candidate.deleted_at)
                then case when has_been(candidate.merged_at) then candidate.merged_into_id
                    else prospect.candidate_id end
                end as candidate_id,
            greatest(seen(edited_at), seen(linked_at),
                case when has_been(linked_at) then greatest(seen(candidate.merged_at),
                seen(candidate.deleted_at)) end) as updated_at
        from prospect left join candidate on candidate.candidate_id = prospect.candidate_id
        where has_been(prospect.created_at) and not has_been(prospect.deleted_at)""",
    "now_touch": """
        select touch.* from touch semi join now_prospect on now_prospect.prospect_id = touch.prospect_id
        where has_been(touch.visible_at) and has_been(touch.occurred_at)""",
}


def show_at(world: World, connection: duckdb.DuckDBPyConnection, now: datetime) -> None:
    """Put the company as it stands at ``now`` into ``connection``, whose variable ``now`` must be that instant too.

    The world's tables appear under their own names, states as ``now_<entity>``.
    """
    for name, table in world.tables.items():
        connection.register(name, table)
    connection.execute(_MACROS)
    for name, sql in _TABLES.items():
        connection.execute(f"create or replace temp table {name} as {sql}")
    for name, sql in _VIEWS.items():
        connection.execute(f"create or replace temp view {name} as {sql}")
