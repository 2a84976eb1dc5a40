with spend as (
    select * from {{ ref('int_source_spend__converted') }}
),

final as (
    select
        source_key,
        cost_side,
        channel,
        function,
        currency,
        cast(null as {{ type_of('string') }}) as dq_flags,
        spend_amount,
        spend_company_amount,
        month_start_date
    from spend
)

select * from final
