with sources as (
    select * from {{ ref('int_sources__unioned') }}
),

source_map as (
    select
        {{ name_key('source_name') }} as source_name,
        max(channel) as channel,
        max(crm_system) as crm_system
    from {{ ref('source_map') }}
    group by {{ name_key('source_name') }}
),

final as (
    select
        {{ surrogate_key(['sources.system', 'sources.source_id']) }} as source_key,
        sources.system,
        sources.source_id,
        sources.source_name,
        sources.source_type,
        coalesce(source_map.channel, 'unknown') as channel,
        nullif(trim(source_map.crm_system), '') as crm_system,
        source_map.source_name is not null as is_mapped
    from sources
    left join source_map
        on {{ name_key('sources.source_name') }} = source_map.source_name
)

select * from final
