{{ config(enabled = 'greenhouse' in var('systems'), **folded_by('job_hiring_manager_id')) }}

with observations as (
    {{ completed_observations(source('raw_greenhouse', 'job_hiring_managers')) }}
),

renamed as (
    select
        {{ text_id('id') }} as job_hiring_manager_id,
        {{ text_id('job_id') }} as job_id,
        {{ text_id('user_id') }} as user_id,
        updated_at,
        {{ observation_columns() }}
    from observations
),

hashed as (
    select
        renamed.*,
        {{ surrogate_key(['job_id', 'user_id', 'is_deleted']) }} as version_hash
    from renamed
)

{{ observed_versions('hashed', ['job_hiring_manager_id']) }}
