{{ config(enabled = 'filedrop' in var('systems')) }}

with names as (
    select * from {{ live('base_filedrop__stage_names') }}
),

final as (
    select
        stage_id,
        stage_name,
        observed_at as last_seen_at
    from names
)

{{ conform('final') }}
