{{ config(materialized = fold_materialization(), incremental_strategy = 'by_application') }}

-- A row without a job belongs to the last requisition of the application's chain.
with interviews as (
    select * from {{ rows_to_rebuild(ref('int_interviews__unioned'), by='source_id') }}
    where starts_at is not null
),

applications as (
    select * from {{ rows_to_rebuild(ref('int_applications__keyed')) }}
),

chain_ends as (
    select * from applications
    where is_chain_end
),

placed as (
    select
        interviews.*,
        coalesce(interviews.job_id, chain_ends.job_id) as placed_job_id
    from interviews
    left join chain_ends
        on
            interviews.system = chain_ends.system
            and interviews.application_id = chain_ends.application_id
),

final as (
    select
        {{ surrogate_key(['interviews.system', 'interviews.interview_id']) }} as interview_key,
        coalesce(
            applications.application_key,
            {{ surrogate_key(['interviews.system', 'interviews.application_id', 'interviews.placed_job_id']) }}
        ) as application_key,
        case
            when interviews.stage_id is not null then {{ surrogate_key(['interviews.system', 'interviews.stage_id']) }}
        end as stage_key,
        case
            when interviews.organizer_id is not null
                then {{ surrogate_key(['interviews.system', 'interviews.organizer_id']) }}
        end as organizer_key,
        interviews.system,
        interviews.interview_id,
        interviews.application_id,
        interviews.status,
        {{ local_date('interviews.ends_at', 'applications.timezone') }} as ends_date,
        interviews.scheduled_at,
        interviews.starts_at,
        interviews.ends_at,
        interviews.known_at
    from placed as interviews
    left join applications
        on
            interviews.system = applications.system
            and interviews.application_id = applications.application_id
            and interviews.placed_job_id = applications.job_id
)

select * from final
