{{ config(enabled = 'greenhouse' in var('systems'), **folded_by('job_id')) }}

with observations as (
    {{ completed_observations(source('raw_greenhouse', 'jobs')) }}
),

renamed as (
    select
        {{ text_id('id') }} as job_id,
        {{ text_id('department_id') }} as department_id,
        {{ plain_id(json_text('office_ids', 0)) }} as office_id,
        updated_at,
        {{ observation_columns() }}
    from observations
),

hashed as (
    select
        renamed.*,
        {{ surrogate_key(['department_id', 'office_id', 'is_deleted']) }} as version_hash
    from renamed
)

{{ observed_versions('hashed', ['job_id']) }}
