{{ config(
    enabled = 'gem' in var('systems'),
    materialized = fold_materialization(),
    incremental_strategy = 'delete+insert',
    unique_key = 'user_id',
) }}

with observations as (
    {{ completed_observations(source('raw_gem', 'users')) }}
),

renamed as (
    select
        id as user_id,
        md5(nullif({{ name_key('email') }}, '')) as email_key,
        {{ observation_columns() }}
    from observations
),

final as (
    {{ latest_observations('renamed', ['user_id'], tie_breaker=none) }}
)

select * from final
