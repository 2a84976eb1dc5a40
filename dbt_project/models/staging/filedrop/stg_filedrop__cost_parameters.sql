{{ config(enabled = 'filedrop' in var('systems')) }}

with rows_of_files as (
    select * from {{ live('base_filedrop__cost_parameters') }}
),

final as (
    select
        'filedrop' as system,
        parameter_set,
        function,
        vacancy_multiplier,
        pay_load,
        value_multiplier,
        working_days,
        annual_pay_amount,
        valid_from_date
    from rows_of_files
)

select * from final
