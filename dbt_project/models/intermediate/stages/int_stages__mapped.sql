-- A system's own row of the seed wins over the row for any system ('*').
with stages as (
    select * from {{ ref('int_stages__unioned') }}
),

stage_map as (
    select
        system,
        lower(trim(stage_name)) as stage_name,
        max(canonical_stage) as canonical_stage
    from {{ ref('stage_map') }}
    group by system, lower(trim(stage_name))
),

final as (
    select
        {{ surrogate_key(['stages.system', 'stages.stage_id']) }} as stage_key,
        stages.system,
        stages.stage_id,
        stages.job_id,
        stages.stage_name,
        coalesce(own_map.canonical_stage, shared_map.canonical_stage) as canonical_stage,
        stages.stage_order,
        cast({{ stage_rank('coalesce(own_map.canonical_stage, shared_map.canonical_stage)') }} as bigint) as stage_rank,
        stages.is_active
    from stages
    left join stage_map as own_map
        on
            stages.system = own_map.system
            and lower(trim(stages.stage_name)) = own_map.stage_name
    left join stage_map as shared_map
        on
            shared_map.system = '*'
            and lower(trim(stages.stage_name)) = shared_map.stage_name
)

select * from final
