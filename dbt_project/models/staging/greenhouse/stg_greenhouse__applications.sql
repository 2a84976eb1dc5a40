{{ config(enabled = 'greenhouse' in var('systems')) }}

with considerations as (
    select * from {{ ref('base_greenhouse__considerations') }}
),

applications as (
    select * from {{ live('base_greenhouse__applications') }}
),

hires as (
    select * from {{ ref('base_greenhouse__acceptances') }}
),

reasons as (
    select * from {{ ref('stg_greenhouse__rejection_reasons') }}
),

final as (
    select
        considerations.application_id,
        considerations.job_id,
        applications.candidate_id,
        case
            when considerations.is_latest and applications.status = 'rejected' then applications.reason_id
        end as reason_id,
        applications.source_id,
        applications.recruiter_id,
        applications.coordinator_id,
        case when considerations.is_latest then applications.stage_id end as current_stage_id,
        considerations.transferred_from_job_id,
        case
            when not considerations.is_latest then 'transferred'
            when applications.status = 'in_process' then 'active'
            else applications.status
        end as status,
        case
            when considerations.is_latest and applications.status = 'rejected' then reasons.exit_kind
        end as exit_kind,
        case when considerations.is_latest and hires.is_day then 'hired_at' end as day_columns,
        applications.is_agency,
        coalesce(considerations.transferred_in_at, applications.created_at) as applied_at,
        case
            when not considerations.is_latest then considerations.transferred_out_at
            when applications.status = 'rejected' then applications.rejected_at
        end as ended_at,
        case when considerations.is_latest then hires.hired_at end as hired_at,
        case
            when considerations.is_latest then applications.last_activity_at
            else considerations.transferred_out_at
        end as last_activity_at,
        considerations.known_at
    from considerations
    inner join applications on considerations.application_id = applications.application_id
    left join hires on considerations.application_id = hires.application_id
    left join reasons on applications.reason_id = reasons.reason_id
)

{{ conform('final') }}
