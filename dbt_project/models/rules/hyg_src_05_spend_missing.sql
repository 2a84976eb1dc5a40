with months as (
    select * from {{ ref('int_spend_months__due') }}
),

evaluated as (
    select
        {{ subject(
            'spend_month', "concat_ws(', ', cast(month_start_date as string), cost_side, source_name)", 'spend_month_key'
        ) }},
        concat('No spend of ', source_name, ' in the month of ', cast(month_start_date as string)) as detail,
        is_missing as is_failed,
        cast(month_start_date as {{ type_of('timestamp') }}) as known_at,
        cast(month_start_date as {{ type_of('timestamp') }}) as since_at
    from months
),

final as (
    {{ judged_rows('SRC-05') }}
)

select * from final
