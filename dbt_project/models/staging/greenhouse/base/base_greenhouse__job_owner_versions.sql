{{ config(enabled = 'greenhouse' in var('systems'), **folded_by('job_owner_id')) }}

with observations as (
    {{ completed_observations(source('raw_greenhouse', 'job_owners')) }}
),

renamed as (
    select
        {{ text_id('id') }} as job_owner_id,
        {{ text_id('job_id') }} as job_id,
        {{ text_id('user_id') }} as user_id,
        type as owner_type,
        coalesce(responsible, false) as is_responsible,
        updated_at,
        {{ observation_columns() }}
    from observations
),

hashed as (
    select
        renamed.*,
        {{ surrogate_key(['job_id', 'user_id', 'owner_type', 'is_responsible', 'is_deleted']) }} as version_hash
    from renamed
)

{{ observed_versions('hashed', ['job_owner_id']) }}
