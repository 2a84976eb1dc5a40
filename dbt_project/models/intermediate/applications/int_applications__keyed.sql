{{ config(materialized = fold_materialization(), incremental_strategy = 'by_application') }}

-- Long because every step adds to the same columns; apart, their list would stand again in each.
-- What an application is and how the source says it ended. Closing requisitions (E13) need the stays:
-- int_applications__ended.
with applications as (
    select * from {{ rows_to_rebuild(ref('int_applications__unioned'), by='source_id') }}
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
    from {{ rows_to_rebuild(ref('int_offers__unioned'), by='source_id') }}
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
            order by
                case when applications.status = 'transferred' then 1 else 0 end,
                applications.applied_at desc,
                applications.transferred_from_job_id desc nulls last
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

-- Who accepted first and was moved to the requisition of the hire afterwards is considered there from the acceptance on
-- (E5): a move after it makes nothing (ruling 0.4).
moved as (
    select
        judged.*,
        case
            when
                judged.is_hired
                and judged.transferred_from_job_id is not null
                and judged.accepted_at >= judged.chain_applied_at
                then least(judged.applied_at, judged.accepted_at)
            else judged.applied_at
        end as began_at
    from judged
),

final as (
    select
        moved.application_key,
        coalesce(
            persons.person_key, {{ surrogate_key(['moved.system', "'candidate'", 'moved.candidate_id']) }}
        ) as person_key,
        moved.requisition_key,
        moved.system,
        moved.application_id,
        moved.job_id,
        moved.candidate_id,
        moved.reason_id,
        moved.current_stage_id,
        case
            when moved.transferred_from_job_id is not null
                then {{ surrogate_key(['moved.system', 'moved.application_id', 'moved.transferred_from_job_id']) }}
        end as transferred_from_key,
        {{ surrogate_key(['moved.system', 'moved.application_id']) }} as chain_key,
        case
            when moved.source_id is not null then {{ surrogate_key(['moved.system', 'moved.source_id']) }}
        end as source_key,
        case
            when moved.recruiter_id is not null then {{ surrogate_key(['moved.system', 'moved.recruiter_id']) }}
            else requisition_versions.recruiter_key
        end as recruiter_key,
        case
            when moved.coordinator_id is not null then {{ surrogate_key(['moved.system', 'moved.coordinator_id']) }}
        end as coordinator_key,
        coalesce(requisition_versions.function, requisitions.function, 'Unassigned') as function,
        coalesce(requisition_versions.timezone, requisitions.timezone) as timezone,
        moved.status as source_status,
        rejection_reasons.reason_name,
        rejection_reasons.exit_reason,
        case
            when moved.is_hired then 'advanced'
            when moved.status = 'transferred' then 'transferred_out'
            when moved.status = 'rejected'
                then coalesce(
                    rejection_reasons.exit_kind,
                    moved.exit_kind,
                    case when moved.declined_at is not null then 'withdrew' else 'rejected' end
                )
            else 'active'
        end as source_exit_type,
        moved.is_agency,
        moved.is_hired,
        moved.is_chain_end,
        moved.began_at as applied_at,
        coalesce(moved.chain_applied_at, moved.began_at) as original_applied_at,
        case
            when moved.is_hired then coalesce(moved.accepted_at, moved.ended_at, moved.last_activity_at)
            when moved.status = 'rejected' then coalesce(moved.ended_at, moved.declined_at)
            when moved.status <> 'active' then moved.ended_at
        end as source_exited_at,
        case
            when moved.is_hired then coalesce(moved.accepted_at, moved.ended_at, moved.last_activity_at)
        end as hired_at,
        case when moved.is_hired and moved.status = 'rejected' then moved.ended_at end as undone_at,
        moved.known_at
    from moved
    left join requisitions
        on moved.requisition_key = requisitions.requisition_key
    left join requisition_versions
        on
            moved.requisition_key = requisition_versions.requisition_key
            and moved.began_at >= requisition_versions.valid_from
            and moved.began_at < requisition_versions.valid_to
    left join persons
        on
            moved.system = persons.system
            and moved.candidate_id = persons.record_id
    left join rejection_reasons
        on
            moved.system = rejection_reasons.system
            and moved.reason_id = rejection_reasons.reason_id
)

select * from final
