with sources as (
    select * from {{ ref('int_sources__mapped') }}
),

final as (
    select
        source_key,
        system,
        source_name,
        channel,
        crm_system
    from sources
)

select * from final
