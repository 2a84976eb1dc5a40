{{ config(enabled = 'filedrop' in var('systems')) }}

with rows_of_files as (
    select * from {{ live('base_filedrop__source_spend') }}
),

final as (
    select
        'filedrop' as system,
        cost_side,
        source_name,
        channel,
        function,
        upper(trim(currency)) as currency,
        spend_amount,
        month_start_date
    from rows_of_files
)

select * from final
