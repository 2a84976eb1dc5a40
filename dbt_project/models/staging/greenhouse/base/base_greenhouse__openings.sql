{{ config(enabled = 'greenhouse' in var('systems'), **folded_by('opening_id')) }}

{% set target_fill_date = json_text('custom_fields', var('greenhouse_fields')['target_fill_date'] ~ '.value') -%}
with observations as (
    {{ completed_observations(source('raw_greenhouse', 'openings')) }}
),

renamed as (
    select
        {{ text_id('id') }} as opening_id,
        {{ text_id('job_id') }} as job_id,
        {{ text_id('close_reason_id') }} as close_reason_id,
        {{ text_id('application_id') }} as filled_application_id,
        open as is_open,
        {{ is_unread(target_fill_date, 'date') }} as is_target_fill_date_unread,
        coalesce({{ read_text(target_fill_date, 'date') }}, target_start_on) as target_fill_date,
        target_start_on as target_start_date,
        opened_at,
        closed_at,
        created_at,
        updated_at,
        {{ observation_columns() }}
    from observations
)

{{ latest_observations('renamed', ['opening_id']) }}
