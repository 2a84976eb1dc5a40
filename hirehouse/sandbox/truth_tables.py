"""The ground truth in the canonical names of the public tables: one query per table over the state of `truth_state`.

Keyed by the vendors' ids instead of surrogate keys: `<entity>_id` as text; `person_id` is the simulation's own number.
Local days are days of the requisition's office. `quarantined_by` names the quarantine rules that keep the row out of
`core` (null: it is in).
"""

from __future__ import annotations

_STAY_END = "coalesce(case when is_last then exited_at else moved_at end, as_of_at)"
_SECONDS = "epoch({1} - {0}) / 86400.0"
_HIRE_SEAT = "coalesce(now_offer.opening_id, life.opening_id)"

OUTREACH_BEFORE = """
    select ended.application_id, ended.job_id,
        min(occurred_at) filter (where touch_type in ('first_outreach', 'follow_up')) as first_contact_at,
        max_by(now_touch.user_id, occurred_at) filter (where touch_type = 'reply') as sourcer_id,
        bool_or(touch_type = 'reply') as is_answered
    from ended join now_touch using (person_id)
    where not is_machine and occurred_at < original_at and occurred_at >= original_at - interval 180 day group by 1,
        2"""

FINALIST_BEFORE = """
    select distinct ended.application_id from ended join (
        select person_id, application_id, furthest_at, original_at from ended where furthest_rank >= 4 or hired_at is
            not null
    ) as earlier using (person_id)
    where earlier.application_id <> ended.application_id and earlier.furthest_at < ended.original_at and
        earlier.original_at < ended.original_at"""

NAMES = (
    "case {0} when 1 then 'applied' when 2 then 'screen' when 3 then 'interview' when 4 then 'onsite' "
    "when 5 then 'offer' end"
)

TRUTH = {
    "fct_application": f"""
        select 'greenhouse' as system, cast(ended.application_id as varchar) as application_id, cast(ended.job_id as
            varchar) as job_id,
            ended.person_id, cast(application.record_id as varchar) as candidate_id, ended.function, ended.applied_at,
            local_day(ended.applied_at, timezone) as applied_date, original_at as original_applied_at,
            local_day(original_at, timezone) as original_applied_date, cast(from_job_id as varchar) as
                transferred_from_job_id,
            first_contact_at, local_day(first_contact_at, timezone) as first_contact_date, first_stage as entry_stage,
            case when ended.hired_at is not null then 'hired' else last_stage end as current_stage,
            case when ended.hired_at is not null then 'hired' else {NAMES.format("furthest_rank")} end as
                furthest_stage,
            coalesce(ended.hired_at, furthest_at) as furthest_stage_at,
            case exit_type when 'transferred_out' then 'transferred' when 'advanced' then 'hired' when 'withdrew' then
                'withdrawn'
                when 'req_closed' then 'closed' else exit_type end as status,
            is_open_in_source, exit_type, case when exit_type <> 'active' then last_stage end as exit_stage,
            case when exit_type in ('rejected', 'withdrew') then coalesce(reason.exit_reason, 'other_unknown') end as
                exit_reason,
            exited_at, local_day(exited_at, timezone) as exited_date, ended.hired_at, local_day(ended.hired_at,
                timezone) as hired_date,
            case when ended.hired_at is not null then coalesce(employment.start_date, now_offer.start_date) end as
                start_date,
            cast(application.source_id as varchar) as source_id, coalesce(source.channel, 'unknown') as channel,
            case when application.is_internal then 'internal' when is_answered and finalist.application_id is not null
                then 'rediscovered'
                when is_answered then 'sourced_outbound' else coalesce(source.channel, 'unknown') end as
                    channel_of_record,
            cast(application.recruiter_id as varchar) as recruiter_id, cast(application.coordinator_id as varchar) as
                coordinator_id,
            cast(sourcer_id as varchar) as sourcer_id, application.is_internal,
            local_day(ended.hired_at, timezone) - local_day(original_at, timezone) as days_to_hire
        from ended join now_application as application using (application_id)
        left join source using (source_id) left join rejection_reason as reason on ended.reason_id = reason.reason_id
        left join ({OUTREACH_BEFORE}) as outreach on ended.application_id = outreach.application_id and ended.job_id
            = outreach.job_id
        left join ({FINALIST_BEFORE}) as finalist on ended.application_id = finalist.application_id
        left join now_offer on ended.application_id = now_offer.application_id
        left join now_employment as employment on employment.application_id = ended.application_id""",
    "fct_stage_interval": f"""
        with gaps as (
            select stay_id, sum(epoch(least(gap.ended_at, coalesce(moved_at, as_of_at)) - gap.started_at)) / 86400.0 as
                days
            from stay_order join gap using (application_id, job_id) cross join clock
            where gap.started_at >= entered_at and gap.started_at < coalesce(moved_at, as_of_at) group by 1),
        bulk as (
            select stay_id, coalesce(epoch(lead(entered_at, 2) over way - entered_at) <= 300, false)
                or coalesce(epoch(lead(entered_at) over way - lag(entered_at) over way) <= 300, false)
                or coalesce(epoch(entered_at - lag(entered_at, 2) over way) <= 300, false) as is_bulk
            from stay_order window way as (partition by application_id, job_id order by number)),
        visits as (
            select *, sum(case when previous_rank = rank then 0 else 1 end) over (
                partition by application_id, job_id, rank order by number) as visit_number from stay_order)
        select 'greenhouse' as system, cast(stay.stay_id as varchar) as stay_id, cast(stay.application_id as varchar)
            as application_id,
            cast(stay.job_id as varchar) as job_id, cast(stay.stage_id as varchar) as stage_id, stay.canonical_stage,
            cast(visit_number as bigint) as visit_number, stay.entered_at, local_day(stay.entered_at, timezone) as
                entered_date,
            case when is_last then exited_at else moved_at end as exited_at,
            local_day(case when is_last then exited_at else moved_at end, timezone) as exited_date,
            case when is_last then exit_type when next_rank > rank then 'advanced' when next_rank < rank then
                'moved_back'
                else 'moved_within' end as exit_type,
            coalesce(gaps.days, 0) as inactive_days,
            {_SECONDS.format("stay.entered_at", _STAY_END)}
                - coalesce(gaps.days, 0) as active_days,
            is_last and exit_type = 'active' as is_current, coalesce(previous_rank > rank, false) as is_backward,
                is_bulk as is_backfilled
        from visits as stay join ended on stay.application_id = ended.application_id and stay.job_id = ended.job_id
        cross join clock left join gaps using (stay_id) left join bulk using (stay_id)
        union all
        select 'greenhouse', cast(stay_id as varchar), cast(application_id as varchar), cast(job_id as varchar),
            cast(stage_id as varchar),
            canonical_stage, 1, null, null, null, null, 'advanced', 0, null, false, false, true
        from real_stay where is_timeless""",
    "fct_interview": """
        select 'greenhouse' as system, cast(interview_id as varchar) as interview_id,
            cast(interview.application_id as varchar) as application_id, cast(interview.job_id as varchar) as job_id,
            cast(stage_id as varchar) as stage_id, interview.status, scheduled_at, starts_at, ends_at,
                local_day(ends_at, timezone) as ends_date,
            cast(organizer_id as varchar) as organizer_id
        from now_interview as interview join requisition using (job_id) join office using (office_id)""",
    "fct_scorecard": """
        select 'greenhouse' as system, cast(scorecard_id as varchar) as scorecard_id,
            cast(card.application_id as varchar) as application_id, cast(card.job_id as varchar) as job_id,
            cast(interview_id as varchar) as interview_id, cast(interviewer_id as varchar) as interviewer_id, rating,
                submitted_at,
            card.created_at + to_hours(case when canonical_stage = 'onsite' then 24 else 48 end) as due_at,
            coalesce(submitted_at, as_of_at) > card.created_at + to_hours(case when canonical_stage = 'onsite' then 24
                else 48 end) as is_late
        from now_scorecard as card cross join clock
        join interview using (interview_id) join stage on interview.stage_id = stage.stage_id""",
    "fct_offer": """
        select 'greenhouse' as system, cast(offer_id as varchar) as offer_id, cast(offer.application_id as varchar) as
            application_id,
            cast(offer.job_id as varchar) as job_id, cast(opening_id as varchar) as opening_id,
            coalesce(resolution, 'pending') as status, offer.created_at, offer.approved_at, sent_at,
            local_day(coalesce(sent_at, offer.created_at), timezone) as sent_date, resolved_at as answered_at,
            local_day(resolved_at, timezone) as answered_date, start_date,
            case when not is_shown_unreadable then expires_date end as expires_date,
            case when not is_shown_unreadable then base_pay_amount end as base_pay_amount, currency,
            false as is_derived
        from now_offer as offer join requisition using (job_id) join office using (office_id)
        union all
        select 'greenhouse', null, cast(application_id as varchar), cast(job_id as varchar),
            cast(life.opening_id as varchar), 'accepted', null, null, null, null, hired_at, local_day(hired_at,
                timezone), null, null, null, null, true
        from ended left join seat_life as life on life.filled_application_id = application_id and life.closed_at
            <= (select as_of_at from clock)
        where hired_at is not null and application_id not in (select application_id from now_offer)""",
    "fct_hire": f"""
        select 'greenhouse' as system, cast(ended.application_id as varchar) as application_id, cast(ended.job_id as
            varchar) as job_id,
            cast(offer_id as varchar) as offer_id, ended.person_id, cast({_HIRE_SEAT} as varchar) as opening_id,
                function,
            ended.hired_at as accepted_at, local_day(ended.hired_at, timezone) as accepted_date,
            coalesce(employment.start_date, now_offer.start_date) as start_date, application.is_internal,
            employment.reneged_at is not null as is_renege, employment.reneged_at, local_day(employment.reneged_at,
                timezone) as reneged_date,
            application.is_internal or employment.employee_id is not null as has_employee_record, employment.left_date,
            case when performance_at <= as_of_at then performance_score end as quality_performance,
            case when employment.reneged_at is not null then null
                when employment.left_date - employment.start_date <= 365 then 0.0
                when (application.is_internal or employment.employee_id is not null) and cast(as_of_at as date)
                    - coalesce(employment.start_date, now_offer.start_date) >= 365 then 100.0 end as quality_retention,
            case when survey_at <= as_of_at then survey_score end as quality_survey
        from ended cross join clock join now_application as application using (application_id)
        left join now_offer on ended.application_id = now_offer.application_id
        left join now_employment as employment on employment.application_id = ended.application_id
        left join seat_life as life on life.filled_application_id = ended.application_id and life.closed_at <= as_of_at
        where ended.hired_at is not null""",
    "fct_opening": """
        with stays as (
            select opening_id, sum(local_day(ended_at, timezone) - local_day(started_at, timezone)) as net_open_days
            from (select opening_id, started_at, coalesce(ended_at, as_of_at) as ended_at from seat_stay cross join
                clock where status = 'open')
            join opening using (opening_id) join requisition using (job_id) join office using (office_id) group by 1),
        target as (select opening_id, max_by(target_fill_date, set_at) as target_fill_date from opening_target cross
            join clock
            where set_at <= as_of_at group by 1),
        failed as (select opening_id, life_number + 1 as life_number, filled_application_id as failed_id from
            opening_life)
        select 'greenhouse' as system, cast(opening_id as varchar) as opening_id, cast(opening.job_id as varchar) as
            job_id, function,
            opening.opened_at, local_day(opening.opened_at, timezone) as opened_date,
            case when life.status in ('filled', 'cancelled') then life.closed_at end as closed_at,
            local_day(case when life.status in ('filled', 'cancelled') then life.closed_at end, timezone) as
                closed_date,
            life.status, target_fill_date, target_start_date,
            case when life.status = 'filled' then cast(filled_application_id as varchar) end as filled_application_id,
            case when life.status = 'filled' then local_day(life.closed_at, timezone) end as filled_date,
            local_day(least(coalesce(life.closed_at, as_of_at), as_of_at), timezone) - local_day(opening.opened_at,
                timezone) as gross_open_days,
            cast(coalesce(net_open_days, 0) as bigint) as net_open_days, life.life_number > 1 as
                is_backfill_of_failed_hire,
            cast(failed_id as varchar) as failed_application_id
        from opening join seat_life as life using (opening_id) cross join clock
        join requisition using (job_id) join office using (office_id)
        left join stays using (opening_id) left join target using (opening_id)
        left join failed on failed.opening_id = opening.opening_id and failed.life_number = life.life_number
        where is_latest""",
    "fct_opening_interval": """
        select 'greenhouse' as system, cast(opening_id as varchar) as opening_id, seat_stay.status, started_at,
            local_day(started_at, timezone) as started_date, ended_at, local_day(ended_at, timezone) as ended_date
        from seat_stay join opening using (opening_id) join requisition using (job_id) join office using (office_id)""",
    "fct_enrollment": """
        select 'gem' as system, cast(enrollment_id as varchar) as enrollment_id, prospect_id, person_id, sequence_id,
            sequence.name as sequence_name,
            sourcer_gem_id as sourcer_id, enrolled_at, first_sent_at, case when first_reply_at <= as_of_at then
                first_reply_at end as first_reply_at,
            case when ended_at <= as_of_at then ended_at end as ended_at, coalesce(bounced_at > as_of_at, true) as
                is_delivered,
            coalesce(opened_at <= as_of_at, false) as is_opened, coalesce(clicked_at <= as_of_at, false) as is_clicked,
            coalesce(first_reply_at <= as_of_at, false) as is_replied,
            coalesce(first_reply_at <= as_of_at and reply_status = 'Interested', false) as is_interested
        from now_enrollment join sequence using (sequence_id) cross join clock""",
    "fct_touch": """
        select 'gem' as system, cast(touch_id as varchar) as touch_id, cast(enrollment_id as varchar) as enrollment_id,
            prospect_id, person_id,
            case when touch_type in ('first_outreach', 'follow_up') then 'message' else touch_type end as touch_type,
            case when touch_type in ('first_outreach', 'follow_up') then 'outbound' else 'inbound' end as direction,
                occurred_at, is_machine
        from now_touch where touch_type <> 'bounce'""",
    "dim_requisition": """
        select 'greenhouse' as system, cast(job_id as varchar) as job_id, requisition_id, title, function, function as
            department,
            office.name as office, country, timezone,
            case when status = 'closed' and job_id not in (select job_id from seat_life join opening using (opening_id)
                where seat_life.status = 'filled') then 'cancelled'
                when status = 'open' and job_id in (select job_id from seat_life join opening using (opening_id)
                    where is_latest group by 1 having bool_or(seat_life.status = 'on_hold') and not
                        bool_or(seat_life.status = 'open')) then 'on_hold' else status end as status,
            case when opened_at <= as_of_at then opened_at end as
                opened_at,
            local_day(case when opened_at <= as_of_at then opened_at end, timezone) as opened_date,
            case when closed_at <= as_of_at then closed_at end as closed_at,
            local_day(case when closed_at <= as_of_at then closed_at end, timezone) as closed_date,
            cast(hiring_manager_id as varchar) as hiring_manager_id, cast(now_recruiter_id as varchar) as recruiter_id,
                is_evergreen, is_confidential
        from now_requisition join office using (office_id) cross join clock""",
    "bridge_person_record": """
        select person_id, 'greenhouse' as system, 'candidate' as record_type, cast(candidate_id as varchar) as
            record_id, created_at
        from candidate cross join clock where visible_at <= as_of_at and coalesce(deleted_at > as_of_at, true) and
            coalesce(merged_at > as_of_at, true)
        union all select person_id, 'gem', 'prospect', prospect_id, created_at from now_prospect
        union all select person_id, 'filedrop', 'employee', employee_id, recorded_at from now_employment""",
    "dim_person": """
        select record.person_id, min(record.created_at) as first_seen_at, min_by(system, record.created_at) as
            first_system,
            bool_or(record_type = 'employee') as has_employee_record,
            coalesce(bool_or(candidate.anonymised_at <= as_of_at), false) as is_anonymised,
            coalesce(bool_or(not candidate.can_email), false) as do_not_contact
        from truth_bridge_person_record as record cross join clock
        left join (select cast(candidate_id as varchar) as record_id, anonymised_at, can_email from candidate) as
            candidate using (record_id)
        group by record.person_id""",
}
"""Public table name to its query. Needs the temporary tables of `truth_state`, `seat_stay`, and `truth_<table>` of
    those before it."""
