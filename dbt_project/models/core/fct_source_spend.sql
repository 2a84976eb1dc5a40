with spend as (
    select * from {{ released_with_flags(ref('int_source_spend__converted'), 'source_spend', 'spend_key') }}
),

-- What a month owes and nobody delivered is an unknown amount, not none (SRC-05).
missing_months as (
    select months.*
    from {{ ref('int_spend_months__due') }} as months
    inner join {{ ref('hyg_src_05_spend_missing') }} as findings
        on months.spend_month_key = findings.entity_key
    where findings.is_failed
),

kept as (
    select
        spend.source_key,
        spend.cost_side,
        spend.channel,
        spend.function,
        spend.currency,
        spend.dq_flags,
        spend.spend_amount,
        spend.spend_company_amount,
        spend.month_start_date
    from spend
),

final as (
    select * from kept
    union all
    select
        source_key,
        cost_side,
        channel,
        cast(null as {{ type_of('string') }}) as function,
        cast(null as {{ type_of('string') }}) as currency,
        'SRC-05' as dq_flags,
        cast(null as {{ type_of('money') }}) as spend_amount,
        cast(null as {{ type_of('money') }}) as spend_company_amount,
        month_start_date
    from missing_months
)

select * from final
