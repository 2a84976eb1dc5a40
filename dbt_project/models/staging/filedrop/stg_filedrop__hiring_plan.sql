{{ config(enabled = 'filedrop' in var('systems')) }}

with rows_of_files as (
    select * from {{ live('base_filedrop__hiring_plan') }}
),

final as (
    select
        'filedrop' as system,
        function,
        plan_version,
        day_columns,
        plan_seats,
        quarter_start_date,
        coalesce(planned_at, known_at) as planned_at,
        known_at
    from rows_of_files
)

select * from final
