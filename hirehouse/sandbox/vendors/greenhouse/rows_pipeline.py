"""Greenhouse's candidates, applications and their stages: the SQL of each collection over the company as it stands."""

from hirehouse.sandbox.vendors.greenhouse.query import ServedCollection

_APPLICATIONS = {"application_ids": "application_id"}

ENDPOINTS = (
    ServedCollection(
        "candidates",
        """
        with activity as (
            select candidate_id, max(last_activity_at) as last_activity_at from now_application group by candidate_id
        ),
        won as (
            select merged_into_id, max(merged_at) as merged_at from candidate where has_been(merged_at)
                group by merged_into_id
        )
        select candidate.candidate_id as id,
            case when is_anonymised then '' else first_name end as first_name,
            case when is_anonymised then '' else last_name end as last_name, null::varchar as preferred_name,
            case when not is_anonymised then company end as company, case when not is_anonymised then title end
                as title,
            false as private, candidate.can_email, null::varchar as time_zone,
            case when candidate.linked_user_id is null then [] else [candidate.linked_user_id] end as linked_user_ids,
            []::varchar[] as tags,
            case when is_anonymised or candidate.email is null then []
                else [{'type': 'personal', 'value': candidate.email}] end as email_addresses,
            case when is_anonymised or candidate.phone is null then []
                else [{'type': 'mobile', 'value': candidate.phone}] end as phone_numbers,
            []::json[] as addresses, []::json[] as website_addresses,
            case when is_anonymised or candidate.profile_url is null then []
                else [{'value': candidate.profile_url}] end as social_media_addresses,
            '{}'::json as custom_fields, activity.last_activity_at, candidate.created_at,
            greatest(candidate.created_at, activity.last_activity_at, seen(anonymised_at), won.merged_at) as updated_at
        from now_candidate as candidate
        left join person on person.person_id = candidate.person_id
        left join activity on activity.candidate_id = candidate.candidate_id
        left join won on won.merged_into_id = candidate.candidate_id""",
    ),
    ServedCollection(
        "applications",
        """
        select application_id as id, candidate_id,
            case when not is_shown_without_job then application.job_id end as job_id,
            application.first_job_id * 10 + 7 as job_post_id,
            case application.status when 'active' then 'in_process' else application.status end as status,
            false as prospect, []::bigint[] as prospective_job_ids,
            application.stage_id as job_interview_stage_id, application.stage_id, stage.name as stage_name,
            source_id, referrer_id, recruiter_id, coordinator_id, rejected_at, reason_id as rejection_reason_id,
            application.status = 'active' and application_id % 7 = 0 as needs_decision, last_activity_at,
            null::varchar as location_address, null::bigint as agency_note_id, []::json[] as answers, '{}'::json
                as custom_fields,
            coalesce(shown_created_at, application.created_at) as created_at, application.updated_at
        from now_application as application left join stage on stage.stage_id = application.stage_id""",
        lists={"candidate_ids": "candidate_id", "job_ids": "job_id"},
    ),
    ServedCollection(
        "application_stages",
        """
        select stay_id as id, application_id, stage_id as job_interview_stage_id, entered_at, exited_at, is_current
            as current,
            greatest(floor(epoch(exited_at - entered_at) / 86400), 0)::bigint as days_in_stage, created_at, updated_at
        from now_stay""",
        lists=_APPLICATIONS,
    ),
    ServedCollection(
        "rejection_details",
        """
        select rejection_id as id, application_id, case when not is_shown_undated then rejected_at end as rejected_at,
            rejected_by_id, reason_id as rejection_reason_id,
            null::bigint as rejection_note_id, '{}'::json as question_custom_fields, rejected_at as created_at,
            rejected_at as updated_at
        from now_rejection""",
        lists=_APPLICATIONS,
    ),
    ServedCollection(
        "rejection_reasons",
        """
        select reason_id as id, name, {'id': type_id, 'key': type_key, 'name': type_name} as type, created_at,
            created_at as updated_at, is_default as _is_hidden
        from rejection_reason where has_been(created_at)""",
        flags=("include_defaults",),
    ),
    ServedCollection(
        "sources",
        """
        select source_id as id, name, {'id': type_id, 'name': type_name} as type, created_at, created_at as updated_at
        from source where has_been(created_at)""",
    ),
    ServedCollection(
        "referrers",
        """
        select referrer_id as id, name, user_id, created_at, created_at as updated_at from referrer
            where has_been(created_at)""",
    ),
)
