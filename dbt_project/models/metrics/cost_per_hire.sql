with hires as (
    select * from {{ ref('fct_hire') }} where not coalesce(is_internal, false)
),

offers as (
    select
        offer_key,
        base_pay_company_amount
    from {{ ref('fct_offer') }}
),

spend as (
    select * from {{ ref('fct_source_spend') }}
),

-- hires by acceptance, costs by their month; what is not known is counted, so that it makes the total unknown
events as (
    select
        hires.function,
        1 as hires,
        case when offers.base_pay_company_amount is null then 1 else 0 end as unpaid,
        offers.base_pay_company_amount as pay_amount,
        {%- for side in ['internal', 'external'] %}
        0 as unpriced_{{ side }},
        null as {{ side }}_amount,
        {%- endfor %}
        hires.accepted_date as event_date
    from hires
    left join offers on hires.offer_key = offers.offer_key
    union all
    select
        function,
        0 as hires,
        0 as unpaid,
        null as pay_amount,
        {%- for side in ['internal', 'external'] %}
        case when cost_side = '{{ side }}' and spend_company_amount is null then 1 else 0 end as unpriced_{{ side }},
        case when cost_side = '{{ side }}' then spend_company_amount end as {{ side }}_amount,
        {%- endfor %}
        month_start_date as event_date
    from spend
),

{% set columns = [
    'hires', 'unpaid', 'pay_amount', 'unpriced_internal', 'internal_amount', 'unpriced_external', 'external_amount',
] -%}
cells as (
    {{ in_cells('events', 'event_date', columns) }}
),

totals as (
    select
        function,
        sum(hires) as hires,
        sum(unpaid) as pay_amounts_missing,
        case when sum(unpaid) = 0 then sum(pay_amount) end as pay_amount,
        {%- for side in ['internal', 'external'] %}
        sum(unpriced_{{ side }}) as {{ side }}_amounts_missing,
        case when sum(unpriced_{{ side }}) = 0 then sum({{ side }}_amount) end as {{ side }}_cost_amount,
        {%- endfor %}
        period_start_date as quarter_start_date
    from cells
    where period_type = 'quarter'
    group by period_start_date, function
),

-- M-60: both sides, or there is no cost per hire
costs as (
    select
        *,
        cast(internal_cost_amount + external_cost_amount as double) as cost
    from totals
),

final as (
    select
        quarter_start_date,
        function,
        cast(internal_cost_amount as {{ type_of('money') }}) as internal_cost_amount,
        cast(external_cost_amount as {{ type_of('money') }}) as external_cost_amount,
        cast(hires as bigint) as hires,
        cast(cost / nullif(cast(hires as double), 0) as {{ type_of('money') }}) as cost_per_hire_amount,
        cost / nullif(cast(pay_amount as double), 0) as recruiting_cost_ratio,
        cast(internal_amounts_missing as bigint) as internal_amounts_missing,
        cast(external_amounts_missing as bigint) as external_amounts_missing,
        cast(pay_amounts_missing as bigint) as pay_amounts_missing
    from costs
    where hires > 0 or internal_cost_amount <> 0 or external_cost_amount <> 0
)

select * from final
