{{ config(enabled = 'filedrop' in var('systems'), materialized = 'table') }}

with final as (
    select
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
    from {{ observed(source('raw_filedrop', 'requisitions'), ['job_id']) }}
)

{{ conform('final') }}
