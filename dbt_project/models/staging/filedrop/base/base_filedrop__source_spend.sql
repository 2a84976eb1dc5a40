{{ config(enabled = 'filedrop' in var('systems'), materialized = 'table') }}

-- Rebuilt each time: files are small, and parts of their keys may be empty.

with observations as (
    {{ completed_observations(source('raw_filedrop', 'source_spend')) }}
),

renamed as (
    select
        cost_side,
        source_name,
        channel,
        function,
        currency,
        spend_amount,
        month_start_date,
        {{ observation_columns() }}
    from observations
),

final as (
    {{ latest_observations(
        'renamed',
        ['month_start_date', 'cost_side', 'source_name', 'channel', 'function', 'currency'],
        tie_breaker=none
    ) }}
)

select * from final
