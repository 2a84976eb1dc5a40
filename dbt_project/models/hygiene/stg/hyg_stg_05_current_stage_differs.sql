{{ config(materialized = fold_materialization(), incremental_strategy = 'touched') }}

with stays as (
    select * from {{ touched(ref('int_stage_stays__unioned'), by='chain') }}
),

applications as (
    select * from {{ touched(ref('applications_owned')) }}
    where source_status in ('active', 'rejected') and source_current_stage_key is not null
),

-- A stay without a date has no place in the order: it may be the last.
undated_stays as (
    select distinct
        {{ surrogate_key(['system', 'application_id', 'job_id']) }} as application_key,
        {{ surrogate_key(['system', 'stage_id']) }} as stage_key
    from stays
    where entered_at is null
),

last_stays as (
    select
        {{ surrogate_key(['system', 'application_id', 'job_id']) }} as application_key,
        {{ surrogate_key(['system', 'stage_id']) }} as stage_key
    from stays
    qualify row_number() over (
        partition by system, application_id, job_id
        order by is_current desc nulls last, entered_at desc nulls last, stay_id desc
    ) = 1
),

evaluated as (
    select
        'application' as entity_type,
        applications.application_id as entity_id,
        applications.application_key as entity_key,
        applications.application_key,
        applications.requisition_key,
        applications.system,
        applications.function,
        applications.recruiter_key as owner_key,
        applications.recruiter_key,
        'The current stage of the application is not the last stage of its history' as detail,
        applications.source_current_stage_key <> last_stays.stage_key and undated_stays.stage_key is null as is_failed,
        false as is_escalated,
        applications.known_at,
        applications.last_activity_at as since_at
    from applications
    inner join last_stays on applications.application_key = last_stays.application_key
    left join undated_stays
        on
            applications.application_key = undated_stays.application_key
            and applications.source_current_stage_key = undated_stays.stage_key
),

final as (
    {{ judged_rows('STG-05') }}
)

select * from final
