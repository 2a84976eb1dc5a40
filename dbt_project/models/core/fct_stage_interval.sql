-- A quarantined application takes its stays along.
with intervals as (
    select * from {{ released_with_flags(ref('int_stage_intervals__built'), 'stage_interval', 'interval_key') }}
),

applications as (
    select application_key from {{ ref('fct_application') }}
),

final as (
    select
        intervals.interval_key,
        intervals.application_key,
        intervals.stage_key,
        intervals.canonical_stage,
        intervals.exit_type,
        intervals.dq_flags,
        intervals.visit_number,
        intervals.inactive_days,
        intervals.active_days,
        intervals.is_current,
        intervals.is_backward,
        intervals.is_backfilled,
        intervals.is_reconstructed,
        intervals.entered_date,
        intervals.exited_date,
        intervals.entered_at,
        intervals.exited_at,
        intervals.known_at
    from intervals
    inner join applications
        on intervals.application_key = applications.application_key
)

select * from final
