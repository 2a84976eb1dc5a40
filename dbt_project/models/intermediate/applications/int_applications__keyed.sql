{{ config(materialized = fold_materialization(), incremental_strategy = 'touched') }}

-- What an application is and how the source says it ended. Closing requisitions (E13) need the stays:
-- int_applications__ended.
with applications as (
    select * from {{ touched(ref('int_applications__unioned'), by='chain') }}
),

requisition_versions as (
    select * from {{ ref('int_requisition_versions__keyed') }}
),

requisitions as (
    select * from {{ ref('int_requisitions__keyed') }}
),

persons as (
    select * from {{ ref('int_persons__resolved') }}
    where record_type = 'candidate'
),

rejection_reasons as (
    select * from {{ ref('int_rejection_reasons__mapped') }}
),

offers as (
    select
        system,
        application_id,
        job_id,
        min(case when status = 'accepted' then answered_at end) as accepted_at,
        max(case when status = 'declined' then answered_at end) as declined_at
    from {{ touched(ref('int_offers__unioned'), by='chain') }}
    group by system, application_id, job_id
),

keyed as (
    select
        applications.*,
        {{ surrogate_key(['applications.system', 'applications.application_id', 'applications.job_id']) }}
            as application_key,
        {{ surrogate_key(['applications.system', 'applications.job_id']) }} as requisition_key,
        coalesce(offers.accepted_at, applications.hired_at) as accepted_at,
        offers.declined_at,
        first_value(applications.applied_at) over (
            partition by applications.system, applications.application_id
            order by applications.applied_at, applications.transferred_from_job_id nulls first
        ) as chain_applied_at,
        row_number() over (
            partition by applications.system, applications.application_id
            order by applications.applied_at desc, applications.transferred_from_job_id desc nulls last
        ) = 1 as is_chain_end
    from applications
    left join offers
        on
            applications.system = offers.system
            and applications.application_id = offers.application_id
            and applications.job_id = offers.job_id
),

judged as (
    select
        *,
        status = 'hired'
        or (status <> 'transferred' and accepted_at is not null and (ended_at is null or ended_at >= accepted_at))
            as is_hired
    from keyed
),

final as (
    select
        judged.application_key,
        coalesce(
            persons.person_key, {{ surrogate_key(['judged.system', "'candidate'", 'judged.candidate_id']) }}
        ) as person_key,
        judged.requisition_key,
        judged.system,
        judged.application_id,
        judged.job_id,
        judged.candidate_id,
        judged.reason_id,
        judged.current_stage_id,
        case
            when judged.transferred_from_job_id is not null
                then {{ surrogate_key(['judged.system', 'judged.application_id', 'judged.transferred_from_job_id']) }}
        end as transferred_from_key,
        {{ surrogate_key(['judged.system', 'judged.application_id']) }} as chain_key,
        case
            when judged.source_id is not null then {{ surrogate_key(['judged.system', 'judged.source_id']) }}
        end as source_key,
        case
            when judged.recruiter_id is not null then {{ surrogate_key(['judged.system', 'judged.recruiter_id']) }}
            else requisition_versions.recruiter_key
        end as recruiter_key,
        case
            when judged.coordinator_id is not null then {{ surrogate_key(['judged.system', 'judged.coordinator_id']) }}
        end as coordinator_key,
        coalesce(requisition_versions.function, requisitions.function, 'Unassigned') as function,
        coalesce(requisition_versions.timezone, requisitions.timezone) as timezone,
        judged.status as source_status,
        rejection_reasons.reason_name,
        rejection_reasons.exit_reason,
        case
            when judged.is_hired then 'advanced'
            when judged.status = 'transferred' then 'transferred_out'
            when judged.status = 'rejected'
                then coalesce(
                    rejection_reasons.exit_kind,
                    judged.exit_kind,
                    case when judged.declined_at is not null then 'withdrew' else 'rejected' end
                )
            else 'active'
        end as source_exit_type,
        judged.is_agency,
        judged.is_hired,
        judged.is_chain_end,
        judged.applied_at,
        coalesce(judged.chain_applied_at, judged.applied_at) as original_applied_at,
        case
            when judged.is_hired then coalesce(judged.accepted_at, judged.ended_at, judged.last_activity_at)
            when judged.status = 'rejected' then coalesce(judged.ended_at, judged.declined_at)
            when judged.status <> 'active' then judged.ended_at
        end as source_exited_at,
        case
            when judged.is_hired then coalesce(judged.accepted_at, judged.ended_at, judged.last_activity_at)
        end as hired_at,
        case when judged.is_hired and judged.status = 'rejected' then judged.ended_at end as undone_at,
        judged.known_at
    from judged
    left join requisitions
        on judged.requisition_key = requisitions.requisition_key
    left join requisition_versions
        on
            judged.requisition_key = requisition_versions.requisition_key
            and judged.applied_at >= requisition_versions.valid_from
            and judged.applied_at < requisition_versions.valid_to
    left join persons
        on
            judged.system = persons.system
            and judged.candidate_id = persons.record_id
    left join rejection_reasons
        on
            judged.system = rejection_reasons.system
            and judged.reason_id = rejection_reasons.reason_id
)

select * from final
