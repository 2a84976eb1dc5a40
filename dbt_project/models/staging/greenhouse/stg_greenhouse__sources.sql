{{ config(enabled = 'greenhouse' in var('systems')) }}

with final as (
    select
        {{ text_id('id') }} as source_id,
        name as source_name,
        {{ json_text('type', 'name') }} as source_type
    from {{ observed(source('raw_greenhouse', 'sources'), ['id'], 'updated_at') }}
)

{{ conform('final') }}
