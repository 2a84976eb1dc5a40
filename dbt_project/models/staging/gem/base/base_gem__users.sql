{{ config(enabled = 'gem' in var('systems'), **folded_by('user_id')) }}

with observations as (
    {{ completed_observations(source('raw_gem', 'users')) }}
),

renamed as (
    select
        id as user_id,
        md5(nullif({{ name_key('email') }}, '')) as email_key,
        {{ observation_columns() }}
    from observations
)

{{ latest_observations('renamed', ['user_id'], tie_breaker=none) }}
