{{ config(materialized = fold_materialization(), incremental_strategy = 'touched') }}

with stays as (
    select * from {{ touched(ref('int_stage_stays__unioned'), by='chain') }} where entered_at is not null
),

applications as (
    select * from {{ touched(ref('applications_owned')) }}
),

stays_in_order as (
    select
        *,
        {{ surrogate_key(['system', 'application_id', 'job_id']) }} as application_key,
        {{ is_day('entered_at', 'stays') }} or lag({{ is_day('exited_at', 'stays') }}, 1, false) over in_time as is_day,
        lag(exited_at) over in_time as previous_exited_at
    from stays
    window in_time as (
        partition by system, application_id, job_id order by entered_at, exited_at nulls last, stay_id
    )
),

run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

evaluated as (
    select
        'stage_interval' as entity_type,
        stays_in_order.stay_id as entity_id,
        {{ surrogate_key(['stays_in_order.system', 'stays_in_order.stay_id']) }} as entity_key,
        stays_in_order.application_key,
        applications.requisition_key,
        stays_in_order.system,
        applications.function,
        applications.recruiter_key as owner_key,
        applications.recruiter_key,
        case
            when stays_in_order.exited_at < stays_in_order.entered_at then 'The stay ends before it begins'
            else 'The stay begins before the previous one ended'
        end as detail,
        coalesce(stays_in_order.exited_at < stays_in_order.entered_at, false)
        or coalesce(
            {{ is_before(
                'stays_in_order.entered_at', 'stays_in_order.previous_exited_at', 'stays_in_order.is_day',
                'coalesce(applications.timezone, run_clock.company_timezone)'
            ) }},
            false
        ) as is_failed,
        false as is_escalated,
        stays_in_order.known_at,
        stays_in_order.entered_at as since_at
    from stays_in_order
    cross join run_clock
    left join applications on stays_in_order.application_key = applications.application_key
),

final as (
    {{ judged_rows('STG-02') }}
)

select * from final
