{{ config(enabled = 'filedrop' in var('systems'), materialized = 'table') }}

with final as (
    select
        function,
        plan_version,
        day_columns,
        plan_seats,
        quarter_start_date,
        coalesce(planned_at, known_at) as planned_at,
        known_at
    from {{ observed(source('raw_filedrop', 'hiring_plan'), ['function', 'plan_version', 'quarter_start_date']) }}
)

{{ conform('final') }}
