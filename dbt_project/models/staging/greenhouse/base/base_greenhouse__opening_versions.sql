{{ config(enabled = 'greenhouse' in var('systems'), **folded_by('opening_id')) }}

{% set target_fill_date = json_text('custom_fields', var('greenhouse_fields')['target_fill_date'] ~ '.value') -%}
with observations as (
    {{ completed_observations(source('raw_greenhouse', 'openings')) }}
),

renamed as (
    select
        {{ text_id('id') }} as opening_id,
        {{ text_id('close_reason_id') }} as close_reason_id,
        {{ text_id('application_id') }} as filled_application_id,
        open as is_open,
        coalesce({{ read_text(target_fill_date, 'date') }}, target_start_on) as target_fill_date,
        opened_at,
        closed_at,
        updated_at,
        {{ observation_columns() }}
    from observations
),

hashed as (
    select
        renamed.*,
        {{ surrogate_key([
            'close_reason_id', 'filled_application_id', 'is_open', 'target_fill_date', 'opened_at', 'closed_at',
            'is_deleted'
        ]) }} as version_hash
    from renamed
)

{{ observed_versions('hashed', ['opening_id']) }}
