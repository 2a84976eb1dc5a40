with days as (
    select * from {{ ref('int_source_days__totalled') }}
),

quality as (
    select count(*) as indexed_hires from {{ ref('int_hires__valued') }} where is_indexed
),

{% set counts = [
    'applications', 'reached_interview', 'offers', 'hires', 'quality_hires', 'indexed_hires', 'quality',
    'value_amount', 'unindexed', 'unvalued', 'unpaid',
] -%}
{% set kept = ['attribution_model', 'channel', 'spend_amount', 'unpriced'] -%}
cells as (
    {{ in_cells('days', 'event_date', kept + counts) }}
),

-- spend is monthly: a week has none to show, and a missing amount makes a total unknown
totals as (
    select
        period_type,
        period_start_date,
        function,
        channel,
        attribution_model,
        {%- for count in counts %}
        sum({{ count }}) as {{ count }},
        {%- endfor %}
        case when period_type <> 'week' then sum(unpriced) end as unpriced,
        case when period_type <> 'week' and sum(unpriced) = 0 then sum(spend_amount) end as spend_amount
    from cells
    group by period_type, period_start_date, function, channel, attribution_model
),

amounts as (
    select
        totals.*,
        cast(totals.hires as double) as hire_count,
        case when quality.indexed_hires > 0 then cast(totals.quality_hires as double) end as quality_hire_count,
        cast(totals.spend_amount as double) as spend,
        case when totals.unvalued = 0 then cast(totals.value_amount as double) end as worth
    from totals
    cross join quality
),

final as (
    select
        period_type,
        period_start_date,
        function,
        channel,
        attribution_model,
        {%- for count in ['applications', 'reached_interview', 'offers'] %}
        case when attribution_model = 'record' then cast({{ count }} as bigint) end as {{ count }},
        {%- endfor %}
        hire_count as hires,
        quality_hire_count as quality_hires,
        cast(quality as double) / nullif(cast(indexed_hires as double), 0) as quality_index,
        cast(spend_amount as {{ type_of('money') }}) as spend_amount,
        cast(spend / nullif(hire_count, 0) as {{ type_of('money') }}) as cost_per_hire_amount,
        cast(spend / nullif(quality_hire_count, 0) as {{ type_of('money') }}) as cost_per_quality_hire_amount,
        (worth - spend) / nullif(spend, 0) as roi,
        cast(unpriced as bigint) as spend_amounts_missing,
        cast(unpaid as bigint) as pay_amounts_missing,
        unindexed > 0 as is_provisional
    from amounts
    where applications + reached_interview + offers + hires > 0 or spend_amount <> 0
)

select * from final
