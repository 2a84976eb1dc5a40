-- Trailing days and, for attainment by quarter (M-36), every quarter's last day. Before the system's first load the
-- stays of the seat tell its status and the first known target stands for the target of the day.
with openings as (
    select * from {{ ref('int_openings__keyed') }}
),

intervals as (
    select * from {{ ref('int_opening_intervals__built') }}
    where status in ('open', 'on_hold')
),

versions as (
    select * from {{ ref('int_opening_versions__unioned') }}
),

requisition_versions as (
    select * from {{ ref('int_requisition_versions__keyed') }}
),

first_loads as (
    select * from {{ ref('int_first_loads__listed') }}
),

run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

days as (
    select
        dates.date_day,
        dates.day_end_at
    from {{ ref('int_dates__listed') }} as dates
    cross join run_clock
    where
        dates.is_over
        and (
            dates.date_day > {{ add_days('run_clock.as_of_date', '-' ~ var('snapshot_days')) }}
            or {{ date_trunc_to('quarter', add_days('dates.date_day', 1)) }} = {{ add_days('dates.date_day', 1) }}
        )
),

first_targets as (
    select
        system,
        opening_id,
        target_fill_date
    from versions
    qualify row_number() over (partition by system, opening_id order by valid_from nulls first) = 1
),

segments as (
    select
        openings.opening_key,
        openings.system,
        intervals.status,
        true as is_reconstructed,
        first_targets.target_fill_date,
        intervals.started_at,
        intervals.ended_at
    from intervals
    inner join openings
        on intervals.opening_key = openings.opening_key
    left join first_targets
        on
            openings.system = first_targets.system
            and openings.opening_id = first_targets.opening_id
    union all
    select
        openings.opening_key,
        openings.system,
        versions.status,
        false as is_reconstructed,
        versions.target_fill_date,
        coalesce(versions.valid_from, openings.known_at) as started_at,
        versions.valid_to as ended_at
    from versions
    inner join openings
        on
            versions.system = openings.system
            and versions.opening_id = openings.opening_id
    where versions.status in ('open', 'on_hold')
),

final as (
    select
        days.date_day as snapshot_date,
        openings.opening_key,
        openings.requisition_key,
        coalesce(requisition_versions.function, openings.function) as function,
        segments.status,
        segments.target_fill_date,
        segments.is_reconstructed
    from segments
    inner join openings
        on segments.opening_key = openings.opening_key
    inner join first_loads
        on segments.system = first_loads.system
    inner join days
        on
            segments.started_at < days.day_end_at
            and coalesce(segments.ended_at, {{ end_of_time() }}) >= days.day_end_at
            and segments.is_reconstructed = (first_loads.first_observed_at >= days.day_end_at)
    left join requisition_versions
        on
            openings.requisition_key = requisition_versions.requisition_key
            and days.day_end_at > requisition_versions.valid_from
            and days.day_end_at <= requisition_versions.valid_to
)

select * from final
