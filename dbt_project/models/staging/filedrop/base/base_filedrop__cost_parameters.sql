{{ config(enabled = 'filedrop' in var('systems'), materialized = 'table') }}

-- Rebuilt each time: files are small, and parts of their keys may be empty.

with observations as (
    {{ completed_observations(source('raw_filedrop', 'cost_parameters')) }}
),

renamed as (
    select
        parameter_set,
        function,
        vacancy_multiplier,
        pay_load,
        value_multiplier,
        working_days,
        annual_pay_amount,
        valid_from_date,
        {{ observation_columns() }}
    from observations
),

final as (
    {{ latest_observations('renamed', ['parameter_set', 'function', 'valid_from_date'], tie_breaker=none) }}
)

select * from final
