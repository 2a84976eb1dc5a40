{{ config(enabled = 'filedrop' in var('systems')) }}

-- An employee's own record; the candidate record in the file is an identifier of the same human.

with rows_of_files as (
    select * from {{ live('base_filedrop__employees') }}
),

final as (
    select
        employee_id,
        employee_id as record_id,
        quality_performance,
        quality_survey,
        is_active,
        start_date,
        left_date,
        known_at
    from rows_of_files
)

{{ conform('final') }}
