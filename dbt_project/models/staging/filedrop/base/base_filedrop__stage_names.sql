{{ config(enabled = 'filedrop' in var('systems'), materialized = 'table') }}

-- Rebuilt each time, as the stays whose rows say the names are.

with observations as (
    {{ completed_observations(source('raw_filedrop', 'stage_intervals')) }}
),

renamed as (
    select
        stage_id,
        stage_name,
        {{ observation_columns() }}
    from observations
    where stage_id is not null and stage_name is not null and not coalesce(_is_deleted, false)
)

{{ latest_observations('renamed', ['stage_id', 'stage_name'], tie_breaker=none) }}
