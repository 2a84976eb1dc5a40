{{ config(materialized = fold_materialization(), incremental_strategy = 'by_application') }}

with run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

applications as (
    select * from {{ rows_to_rebuild(ref('applications_owned')) }}
    where source_status = 'rejected' and status <> 'hired'
),

evaluated as (
    select
        {{ application_subject('applications') }},
        'Rejected without a reason' as detail,
        applications.reason_id is null
        and {{ elapsed_days('applications.exited_at', 'run_clock.as_of_at') }} > {{ var('hygiene')['rej_01_days'] }}
            as is_failed,
        applications.known_at,
        applications.exited_at as since_at
    from applications
    cross join run_clock
),

final as (
    {{ judged_rows('REJ-01', judged_by='the day of the rejection') }}
)

select * from final
