"""Greenhouse's organisation, jobs and openings: the SQL of each collection over the company as it stands."""

from hirehouse.sandbox.vendors.greenhouse.query import ServedCollection

_JOBS = {"job_ids": "job_id"}

ENDPOINTS = (
    ServedCollection(
        "users",
        """
        with linked as (
            select linked_user_id, max(greatest(created_at, seen(merged_at), seen(deleted_at))) as changed_at,
                list(candidate_id order by candidate_id) filter (
                    where not has_been(merged_at) and not has_been(deleted_at)) as candidate_ids
            from candidate where linked_user_id is not null and has_been(visible_at) group by linked_user_id
        )
        select user_id as id, concat_ws(' ', first_name, last_name) as name, first_name, last_name,
            coalesce(email, '') as primary_email, case when email <> '' then [email] else [] end as emails,
            employee_id, job_title,
            is_deactivated as deactivated, is_site_admin as site_admin, null::bigint as agency_id,
            case when department_id is null then [] else [department_id] end as department_ids,
            case when office_id is null then [] else [office_id] end as office_ids, []::json[] as interviewer_tags,
            coalesce(linked.candidate_ids, []) as linked_candidate_ids, '{}'::json as custom_fields, created_at,
            greatest(updated_at, linked.changed_at) as updated_at, is_service_account as _is_hidden
        from now_user
        left join linked on linked.linked_user_id = now_user.user_id""",
        flags=("show_service_accounts",),
    ),
    ServedCollection(
        "departments",
        """
        select department_id as id, name, null::varchar as external_id, null::bigint as parent_id,
            created_at, created_at as updated_at from department where has_been(created_at)""",
    ),
    ServedCollection(
        "offices",
        """
        select office_id as id, name, null::varchar as external_id, null::bigint as parent_id, location,
            null::bigint as primary_in_house_contact_user_id, created_at, created_at as updated_at
        from office where has_been(created_at)""",
    ),
    ServedCollection(
        "close_reasons",
        """
        select close_reason_id as id, name, created_at, created_at as updated_at from close_reason
            where has_been(created_at)""",
    ),
    ServedCollection(
        "jobs",
        """
        select job_id as id, title as name, requisition_id, status, opened_at, closed_at, is_confidential
            as confidential,
            false as is_template, null::bigint as copied_from_id, department_id, [office_id] as office_ids,
            null::varchar as notes,
            {'evergreen': {'name': 'Evergreen', 'type': 'yes_no', 'value': is_evergreen}} as custom_fields,
            created_at, updated_at,
            office_id as _office_id
        from now_requisition""",
        single={"department_id": "department_id", "office_id": "_office_id"},
    ),
    ServedCollection(
        "openings",
        """
        select opening_id as id, job_id, opening_ref as opening_id, status = 'open' as open, opened_at, closed_at,
            close_reason_id,
            filled_application_id as application_id, target_start_date as target_start_on, sort_order,
            case when target_fill_date is null then '{}'::json else json_object('target_fill_date', json_object(
                'name', 'Target fill date', 'type', 'date', 'value', target_fill_date::varchar)) end as custom_fields,
            created_at, updated_at
        from now_opening""",
        lists={**_JOBS, "application_ids": "application_id"},
    ),
    ServedCollection(
        "job_owners",
        """
        select job_id * 10 + 1 as id, job_id, recruiter_id as user_id, 'recruiter' as type, true as responsible,
            created_at,
            greatest(created_at, seen(recruiter_changed_at)) as updated_at from now_requisition
                where recruiter_id is not null
        union all
        select job_id * 10 + 2, job_id, coordinator_id, 'coordinator', true, created_at, created_at
        from now_requisition where coordinator_id is not null
        union all
        select job_id * 10 + 3, job_id, sourcer_id, 'sourcer', true, created_at, created_at
        from now_requisition where sourcer_id is not null""",
        lists=_JOBS,
    ),
    ServedCollection(
        "job_hiring_managers",
        """
        select job_id * 10 + 4 as id, job_id, hiring_manager_id as user_id, created_at, created_at as updated_at
        from now_requisition where hiring_manager_id is not null""",
        lists=_JOBS,
    ),
    ServedCollection(
        "job_interview_stages",
        """
        select stage_id as id, job_id, name, true as active, sort_order, created_at, created_at as updated_at
        from stage where has_been(created_at)""",
        lists=_JOBS,
        flags=("active",),
    ),
    ServedCollection(
        "job_interviews",
        """
        select job_interview_id as id, job_id, stage_id as job_interview_stage_id, name, true as active,
            duration_minutes as duration, null::varchar as instructions, null::varchar as summary, true
                as require_scorecard,
            'needs_scheduling' as scheduling_type, sort_order, created_at, created_at as updated_at
        from interview_plan where has_been(created_at)""",
        lists=_JOBS,
    ),
    ServedCollection(
        "interview_kits",
        """
        select interview_kit_id as id, job_id, job_interview_id, null::varchar as exercises, false
            as anonymize_candidate,
            false as anonymize_resumes, created_at, created_at as updated_at
        from interview_plan where has_been(created_at)""",
        lists=_JOBS,
    ),
    ServedCollection(
        "job_posts",
        """
        select job_id * 10 + 7 as id, job_id, 1 as job_board_id, title, status = 'open' as active, status = 'open'
            as live,
            false as internal, false as featured, 'en' as language, 'https://jobs.example.test/' || job_id
                as public_url,
            opened_at as first_published_at, '' as content, null::varchar as internal_content,
            null::bigint as demographic_question_set_id, []::json[] as questions, opened_at as created_at, updated_at
        from now_requisition where opened_at is not null and not is_confidential""",
        lists=_JOBS,
        flags=("active",),
    ),
)
