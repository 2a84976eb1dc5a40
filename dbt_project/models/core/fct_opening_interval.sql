with intervals as (
    select * from {{ ref('int_opening_intervals__built') }}
),

openings as (
    select opening_key from {{ ref('fct_opening') }}
),

final as (
    select
        intervals.opening_interval_key,
        intervals.opening_key,
        intervals.status,
        cast(null as {{ type_of('string') }}) as dq_flags,
        intervals.started_date,
        intervals.ended_date,
        intervals.started_at,
        intervals.ended_at
    from intervals
    inner join openings
        on intervals.opening_key = openings.opening_key
)

select * from final
