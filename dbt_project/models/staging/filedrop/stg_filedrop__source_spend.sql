{{ config(enabled = 'filedrop' in var('systems'), materialized = 'table') }}

with final as (
    select
        cost_side,
        source_name,
        channel,
        function,
        upper(trim(currency)) as currency,
        spend_amount,
        month_start_date
    from {{ observed(
        source('raw_filedrop', 'source_spend'),
        ['month_start_date', 'cost_side', 'source_name', 'channel', 'function', 'currency']
    ) }}
)

{{ conform('final') }}
