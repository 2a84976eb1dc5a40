with snapshots as (
    select * from {{ ref('int_opening_snapshots__built') }}
),

openings as (
    select opening_key from {{ ref('fct_opening') }}
),

final as (
    select
        snapshots.opening_key,
        snapshots.requisition_key,
        snapshots.function,
        snapshots.status,
        cast(null as {{ type_of('string') }}) as dq_flags,
        snapshots.is_reconstructed,
        snapshots.snapshot_date,
        snapshots.target_fill_date
    from snapshots
    inner join openings
        on snapshots.opening_key = openings.opening_key
)

select * from final
