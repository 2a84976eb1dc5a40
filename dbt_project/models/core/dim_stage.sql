with stages as (
    select * from {{ ref('int_stages__mapped') }}
),

final as (
    select
        stage_key,
        system,
        stage_id,
        job_id,
        stage_name,
        canonical_stage,
        stage_order
    from stages
)

select * from final
