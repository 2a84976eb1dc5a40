{{ config(enabled = 'filedrop' in var('systems'), materialized = 'table', schema = 'fairness') }}

-- Rebuilt each time: files are small, and parts of their keys may be empty.

with observations as (
    {{ completed_observations(source('raw_filedrop', 'demographic_answers')) }}
),

renamed as (
    select
        application_system,
        application_id,
        group_type,
        group_name,
        {{ observation_columns() }}
    from observations
),

final as (
    {{ latest_observations('renamed', ['application_system', 'application_id', 'group_type'], tie_breaker=none) }}
)

select * from final
