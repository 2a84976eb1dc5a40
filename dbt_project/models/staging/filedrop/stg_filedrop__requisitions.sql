{{ config(enabled = 'filedrop' in var('systems')) }}

with rows_of_files as (
    select * from {{ live('base_filedrop__requisitions') }}
),

final as (
    select
        'filedrop' as system,
        job_id,
        requisition_id,
        hiring_manager_id,
        recruiter_id,
        title,
        department,
        office,
        country,
        timezone,
        status,
        day_columns,
        coalesce(is_evergreen, false) as is_evergreen,
        coalesce(is_confidential, false) as is_confidential,
        created_at,
        opened_at,
        closed_at,
        known_at
    from rows_of_files
)

select * from final
