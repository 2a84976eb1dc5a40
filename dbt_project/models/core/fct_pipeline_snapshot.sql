with snapshots as (
    select * from {{ ref('int_pipeline_snapshots__built') }}
),

applications as (
    select application_key from {{ ref('fct_application') }}
),

final as (
    select
        snapshots.application_key,
        snapshots.requisition_key,
        snapshots.function,
        snapshots.canonical_stage,
        cast(null as {{ type_of('string') }}) as dq_flags,
        snapshots.days_in_stage,
        snapshots.p_hire_quarter,
        snapshots.is_reconstructed,
        snapshots.snapshot_date
    from snapshots
    inner join applications
        on snapshots.application_key = applications.application_key
)

select * from final
