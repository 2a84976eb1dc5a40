{{ config(enabled = 'filedrop' in var('systems')) }}

with rows_of_files as (
    select * from {{ live('base_filedrop__openings') }}
),

final as (
    select
        'filedrop' as system,
        opening_id,
        job_id,
        filled_application_id,
        status,
        day_columns,
        target_fill_date,
        target_start_date,
        opened_at,
        closed_at,
        known_at
    from rows_of_files
)

select * from final
