with applications as (
    select * from {{ ref('fct_application') }} where not coalesce(is_internal, false)
),

reached as (
    select application_key, reached_date from {{ ref('int_stages__reached') }} where canonical_stage = 'interview'
),

offers as (
    select * from {{ ref('int_offers__presented') }} where not coalesce(is_internal, false)
),

hires as (
    select * from {{ ref('int_hires__valued') }}
),

credits as (
    select hire_key, 'record' as attribution_model, channel_of_record as channel, 1e0 as weight from hires
    union all
    select hire_key, attribution_model, channel, cast(weight as double) as weight
    from {{ ref('bridge_hire_attribution') }}
),

spend as (
    select * from {{ ref('fct_source_spend') }} where cost_side = 'external' and channel is not null
),

-- each count on its own date; the models of attribution weigh hires only
events as (
    select
        'record' as attribution_model, function, channel_of_record as channel,
        1 as applications, 0 as reached_interview, 0 as offers,
        0e0 as hires, null as quality_index, null as value_amount, null as spend_amount,
        false as is_hire, false as is_quality_hire, false as is_spend, applied_date as event_date
    from applications
    where transferred_from_key is null
    union all
    select
        'record', applications.function, applications.channel_of_record,
        0, 1, 0, 0e0, null, null, null, false, false, false, reached.reached_date
    from applications
    inner join reached on applications.application_key = reached.application_key
    union all
    select
        'record', function, channel_of_record,
        0, 0, 1, 0e0, null, null, null, false, false, false, sent_date
    from offers
    union all
    select
        credits.attribution_model, hires.function, credits.channel,
        0, 0, 0, credits.weight, cast(hires.quality_index as double), hires.value_company_amount, null,
        true, hires.is_quality_hire, false, hires.accepted_date
    from hires
    inner join credits on hires.hire_key = credits.hire_key
    union all
    select
        models.attribution_model, spend.function, spend.channel,
        0, 0, 0, 0e0, null, null, spend.spend_company_amount,
        false, false, true, spend.month_start_date
    from spend
    cross join (
        select 'record' as attribution_model union all select 'first' union all select 'last' union all select 'linear'
    ) as models
),

final as (
    select
        attribution_model,
        function,
        channel,
        sum(applications) as applications,
        sum(reached_interview) as reached_interview,
        sum(offers) as offers,
        {{ exact_sum('hires') }} as hires,
        {{ exact_sum('case when is_quality_hire then hires else 0e0 end') }} as quality_hires,
        {{ exact_sum('case when quality_index is not null then hires else 0e0 end') }} as indexed_hires,
        {{ exact_sum('coalesce(hires * quality_index, 0e0)') }} as quality,
        {{ exact_sum('coalesce(hires * value_amount, 0e0)') }} as value_amount,
        sum(spend_amount) as spend_amount,
        sum(case when is_hire and quality_index is null then 1 else 0 end) as unindexed,
        sum(case when is_hire and value_amount is null then 1 else 0 end) as unvalued,
        sum(case when is_spend and spend_amount is null then 1 else 0 end) as unpriced,
        event_date
    from events
    group by attribution_model, function, channel, event_date
)

select * from final
