{{ config(enabled = 'filedrop' in var('systems')) }}

with rows_of_files as (
    select * from {{ live('base_filedrop__currency_rates') }}
),

final as (
    select
        'filedrop' as system,
        upper(trim(currency)) as currency,
        company_rate,
        month_start_date
    from rows_of_files
)

select * from final
