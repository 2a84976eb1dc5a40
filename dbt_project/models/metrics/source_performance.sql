with days as (
    select * from {{ ref('int_source_days__totalled') }}
),

quality as (
    select count(*) as indexed_hires from {{ ref('int_hires__valued') }} where is_indexed
),

{% set counts = ['applications', 'reached_interview', 'offers', 'hires', 'quality_hires', 'indexed_hires', 'quality', 'value_amount',
    'unindexed', 'unvalued'] -%}
cells as (
    {{ in_cells('days', 'event_date', ['attribution_model', 'channel', 'spend_amount', 'unpriced'] + counts) }}
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
        case when period_type <> 'week' and sum(unpriced) = 0 then sum(spend_amount) end as spend_amount
    from cells
    group by period_type, period_start_date, function, channel, attribution_model
),

final as (
    select
        totals.period_type,
        totals.period_start_date,
        totals.function,
        totals.channel,
        totals.attribution_model,
        {%- for count in ['applications', 'reached_interview', 'offers'] %}
        case when totals.attribution_model = 'record' then cast(totals.{{ count }} as bigint) end as {{ count }},
        {%- endfor %}
        cast(totals.hires as double) as hires,
        case when quality.indexed_hires > 0 then cast(totals.quality_hires as double) end as quality_hires,
        cast(totals.quality as double) / nullif(cast(totals.indexed_hires as double), 0) as quality_index,
        cast(totals.spend_amount as {{ type_of('money') }}) as spend_amount,
        cast(
            cast(totals.spend_amount as double) / nullif(cast(totals.hires as double), 0) as {{ type_of('money') }}
        ) as cost_per_hire_amount,
        cast(
            cast(totals.spend_amount as double) / case when quality.indexed_hires > 0 then nullif(cast(totals.quality_hires as double), 0) end
            as {{ type_of('money') }}
        ) as cost_per_quality_hire_amount,
        case
            when totals.unvalued = 0
                then (cast(totals.value_amount as double) - cast(totals.spend_amount as double)) / nullif(cast(totals.spend_amount as double), 0)
        end as roi,
        totals.unindexed > 0 as is_provisional
    from totals
    cross join quality
    where totals.applications + totals.reached_interview + totals.offers + totals.hires > 0 or totals.spend_amount <> 0
)

select * from final
