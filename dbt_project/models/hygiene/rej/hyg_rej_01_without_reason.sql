{{ config(materialized = fold_materialization(), incremental_strategy = 'touched') }}

with run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

applications as (
    select * from {{ touched(ref('applications_owned')) }} where source_status = 'rejected' and status <> 'hired'
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
        'Rejected without a reason' as detail,
        applications.reason_id is null
        and {{ elapsed_days('applications.exited_at', 'run_clock.as_of_at') }} > {{ var('hygiene')['rej_01_days'] }}
            as is_failed,
        false as is_escalated,
        applications.known_at,
        applications.exited_at as since_at
    from applications
    cross join run_clock
),

final as (
    {{ judged_rows('REJ-01', judged_by='the day of the rejection') }}
)

select * from final
