{{ config(enabled = 'filedrop' in var('systems'), materialized = 'table') }}

with final as (
    select
        upper(trim(currency)) as currency,
        company_rate,
        month_start_date
    from {{ observed(source('raw_filedrop', 'currency_rates'), ['currency', 'month_start_date']) }}
)

{{ conform('final') }}
