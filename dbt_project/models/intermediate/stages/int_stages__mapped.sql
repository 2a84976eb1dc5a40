-- A stage is what the seed says of its name or, renamed since, of the last earlier name that the seed knows: its stays
-- go on being counted (STG-01 tells). A system's own row of the seed wins over the row for any system ('*').
with stages as (
    select * from {{ ref('int_stages__unioned') }}
),

stage_names as (
    select * from {{ ref('int_stage_names__unioned') }}
),

stage_map as (
    select
        system,
        {{ name_key('stage_name') }} as stage_name,
        max(canonical_stage) as canonical_stage
    from {{ ref('stage_map') }}
    group by system, {{ name_key('stage_name') }}
),

named as (
    select distinct
        system,
        stage_id,
        stage_name,
        true as is_own_name,
        cast(null as {{ type_of('timestamp') }}) as last_seen_at
    from stages
    union all
    select
        system,
        stage_id,
        stage_name,
        false as is_own_name,
        last_seen_at
    from stage_names
),

mapped as (
    select
        named.system,
        named.stage_id,
        case when not named.is_own_name then named.stage_name end as former_name,
        coalesce(own_map.canonical_stage, shared_map.canonical_stage) as canonical_stage
    from named
    left join stage_map as own_map
        on
            named.system = own_map.system
            and {{ name_key('named.stage_name') }} = own_map.stage_name
    left join stage_map as shared_map
        on
            shared_map.system = '*'
            and {{ name_key('named.stage_name') }} = shared_map.stage_name
    where coalesce(own_map.canonical_stage, shared_map.canonical_stage) is not null
    qualify row_number() over (
        partition by named.system, named.stage_id
        order by named.is_own_name desc, named.last_seen_at desc, named.stage_name asc
    ) = 1
),

final as (
    select
        {{ surrogate_key(['stages.system', 'stages.stage_id']) }} as stage_key,
        stages.system,
        stages.stage_id,
        stages.job_id,
        stages.stage_name,
        mapped.former_name,
        mapped.canonical_stage,
        stages.stage_order,
        cast({{ stage_rank('mapped.canonical_stage') }} as bigint) as stage_rank,
        stages.is_active
    from stages
    left join mapped
        on
            stages.system = mapped.system
            and stages.stage_id = mapped.stage_id
)

select * from final
