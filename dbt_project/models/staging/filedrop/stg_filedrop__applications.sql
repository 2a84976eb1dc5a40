{{ config(enabled = 'filedrop' in var('systems')) }}

-- A file without ids names its reasons and sources: the name is the id then.

with rows_of_files as (
    select * from {{ live('base_filedrop__applications') }}
),

final as (
    select
        application_id,
        job_id,
        candidate_id,
        coalesce(reason_id, {{ name_key('reason_name') }}) as reason_id,
        coalesce(source_id, {{ name_key('source_name') }}) as source_id,
        recruiter_id,
        coordinator_id,
        current_stage_id,
        transferred_from_job_id,
        status,
        exit_kind,
        day_columns,
        coalesce(is_agency, false) as is_agency,
        applied_at,
        ended_at,
        hired_at,
        last_activity_at,
        known_at
    from rows_of_files
)

{{ conform('final') }}
