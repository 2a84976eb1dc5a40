{{ config(enabled = 'greenhouse' in var('systems')) }}

with sources as (
    select * from {{ live('base_greenhouse__sources') }}
),

final as (
    select
        'greenhouse' as system,
        source_id,
        source_name,
        source_type
    from sources
)

select * from final
