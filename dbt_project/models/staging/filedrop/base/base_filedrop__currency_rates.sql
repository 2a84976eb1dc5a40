{{ config(enabled = 'filedrop' in var('systems'), materialized = 'table') }}

-- Rebuilt each time: files are small, and parts of their keys may be empty.

with observations as (
    {{ completed_observations(source('raw_filedrop', 'currency_rates')) }}
),

renamed as (
    select
        currency,
        company_rate,
        month_start_date,
        {{ observation_columns() }}
    from observations
),

final as (
    {{ latest_observations('renamed', ['currency', 'month_start_date'], tie_breaker=none) }}
)

select * from final
