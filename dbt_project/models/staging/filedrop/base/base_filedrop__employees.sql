{{ config(enabled = 'filedrop' in var('systems'), materialized = 'table') }}

-- Rebuilt each time: files are small, and parts of their keys may be empty.

with observations as (
    {{ completed_observations(source('raw_filedrop', 'employees')) }}
),

renamed as (
    select
        employee_id,
        record_id,
        quality_performance,
        quality_survey,
        is_active,
        start_date,
        left_date,
        {{ observation_columns() }}
    from observations
)

{{ latest_observations('renamed', ['employee_id'], tie_breaker=none) }}
