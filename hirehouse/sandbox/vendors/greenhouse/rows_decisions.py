"""Greenhouse's interviews, scorecards, offers and approvals: each collection's SQL over the company as it stands."""

from hirehouse.sandbox.vendors.greenhouse.query import ServedCollection

_APPLICATIONS = {"application_ids": "application_id"}
_JOBS = {"job_ids": "job_id"}

ENDPOINTS = (
    ServedCollection(
        "interviews",
        """
        select interview_id as id, application_id, job_id, job_interview_id, organizer_id, status, scheduled_at,
            starts_at, ends_at,
            null::date as all_day_start_on, null::date as all_day_end_on, null::timestamp as availability_received_at,
            case when scheduled_at is not null then 'ev_' || interview_id end as external_event_id, null::varchar
                as location,
            case when scheduled_at is not null then 'https://meet.example.test/' || interview_id end
                as video_conferencing_url,
            created_at, updated_at
        from now_interview""",
        lists={**_APPLICATIONS, **_JOBS},
    ),
    ServedCollection(
        "interviewers",
        """
        select interviewer_id as id, interview_id, interviewer.user_id, app_user.email, response_status, scorecard_id,
            interviewer.created_at, interviewer.updated_at
        from now_interviewer as interviewer left join app_user on app_user.user_id = interviewer.user_id""",
    ),
    ServedCollection(
        "scorecards",
        """
        select scorecard_id as id, application_id, interview_kit_id, interviewer_id,
            case when is_complete then interviewer_id end as submitter_id,
            case when is_complete then 'complete' else 'draft' end as status,
            case rating when -2 then 'strong_no' when -1 then 'no' when 1 then 'yes' when 2 then 'strong_yes'
                else 'no_decision' end as candidate_rating,
            created_at as interviewed_at, submitted_at, null::varchar as notes, null::varchar as notes_with_tags,
            null::varchar as public_notes, null::varchar as public_notes_with_tags, null::varchar as private_notes,
            null::varchar as private_notes_with_tags, created_at, updated_at
        from now_scorecard""",
        lists=_APPLICATIONS,
    ),
    ServedCollection(
        "offers",
        """
        select offer_id as id, application_id, candidate_id, job_id, opening_id, version, coalesce(api_status,
            'Created') as status,
            sent_at::date as sent_on, resolved_at, start_date as starts_on,
            case when expires_date is null then json_object('base_salary', base_salary)
                else json_object('base_salary', base_salary, 'expires_on', json_object(
                    'name', 'Expires on', 'type', 'date', 'value',
                    case when is_shown_unreadable then 'end of the month' else expires_date::varchar end)) end
                as custom_fields,
            created_at, updated_at, is_latest as _is_current
        from (select *, json_object('name', 'Base salary', 'type', 'currency', 'value', json_object(
            'amount', case when is_shown_unreadable then 'as agreed' else base_pay_amount::varchar end,
            'unit', currency)) as base_salary from now_offer)""",
        lists={**_APPLICATIONS, **_JOBS, "candidate_ids": "candidate_id"},
        flags=("current_only",),
    ),
    ServedCollection(
        "approval_flows",
        """
        select approval_flow_id as id, job_id, offer_id, approval_type,
            case when approved_at is null then 'waiting' else 'approved' end as approval_status, requested_by_id, true
                as sequential,
            1 as version, requested_at as created_at, updated_at, approval_type = 'offer_candidate'
                as _is_offer_candidate
        from now_approval""",
        lists=_JOBS,
    ),
    ServedCollection(
        "approver_groups",
        """
        select approver_group_id as id, approval_flow_id, 1 as approvals_required, false as required_for_exception,
            approved_at as resolved_at, 0 as sort_order, requested_at as created_at, updated_at
        from now_approval""",
    ),
    ServedCollection(
        "approvers",
        """
        select approver_id as id, approver_group_id, user_id, case when approved_at is null then 'due'
            else 'approved' end as status,
            requested_at as request_sent_at, approved_at as resolved_at, case when approved_at is not null
                then user_id end as resolved_by_id,
            0 as reminders_sent, 0 as auto_reminders_sent, null::timestamp as reminder_sent_at, null::bigint
                as reminder_sent_by_id,
            null::date as send_auto_reminder_at, 1 as version_sent, null::bigint as added_by_custom_field_id, 0
                as sort_order,
            requested_at as created_at, updated_at
        from now_approval""",
    ),
)
