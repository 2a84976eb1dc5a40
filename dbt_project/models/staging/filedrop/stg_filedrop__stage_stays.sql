{{ config(enabled = 'filedrop' in var('systems')) }}

with rows_of_files as (
    select * from {{ live('base_filedrop__stage_intervals') }}
),

final as (
    select
        stay_id,
        application_id,
        job_id,
        coalesce(stage_id, {{ name_key('stage_name') }}) as stage_id,
        moved_by_id,
        day_columns,
        coalesce(is_current, exited_at is null) as is_current,
        entered_at,
        exited_at,
        known_at
    from rows_of_files
)

{{ conform('final') }}
