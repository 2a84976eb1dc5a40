-- longer than a model should be: every branch of the union names all its columns
-- an application whose source nobody mapped (SRC-02) is nothing to say of any source
with applications as (
    select *
    from {{ ref('fct_application') }}
    where not coalesce(is_internal, false) and concat(',', coalesce(dq_flags, ''), ',') not like '%,SRC-02,%'
),

reached as (
    select
        application_key,
        reached_date
    from {{ ref('int_stages__reached') }} where canonical_stage = 'interview'
),

offers as (
    select offers.*
    from {{ ref('int_offers__presented') }} as offers
    inner join applications on offers.application_key = applications.application_key
),

credits as (
    select credits.*
    from {{ ref('int_hires__credited') }} as credits
    inner join applications on credits.application_key = applications.application_key
),

spend as (
    select * from {{ ref('fct_source_spend') }} where cost_side = 'external' and channel is not null
),

-- every model sees the same spend
models as (
    select 'record' as attribution_model
    union all
    select 'first' as attribution_model
    union all
    select 'last' as attribution_model
    union all
    select 'linear' as attribution_model
),

-- each count on its own date; the models of attribution weigh hires only
events as (
    select
        'record' as attribution_model,
        function,
        channel_of_record as channel,
        cast(null as {{ type_of('string') }}) as unpaid_hire_key,
        1 as applications,
        0 as reached_interview,
        0 as offers,
        0e0 as hires,
        null as quality_index,
        null as value_amount,
        null as spend_amount,
        false as is_hire,
        false as is_quality_hire,
        false as is_spend,
        applied_date as event_date
    from applications
    where transferred_from_key is null
    union all
    select
        'record' as attribution_model,
        applications.function,
        applications.channel_of_record as channel,
        cast(null as {{ type_of('string') }}) as unpaid_hire_key,
        0 as applications,
        1 as reached_interview,
        0 as offers,
        0e0 as hires,
        null as quality_index,
        null as value_amount,
        null as spend_amount,
        false as is_hire,
        false as is_quality_hire,
        false as is_spend,
        reached.reached_date as event_date
    from applications
    inner join reached on applications.application_key = reached.application_key
    union all
    select
        'record' as attribution_model,
        function,
        channel_of_record as channel,
        cast(null as {{ type_of('string') }}) as unpaid_hire_key,
        0 as applications,
        0 as reached_interview,
        1 as offers,
        0e0 as hires,
        null as quality_index,
        null as value_amount,
        null as spend_amount,
        false as is_hire,
        false as is_quality_hire,
        false as is_spend,
        sent_date as event_date
    from offers
    union all
    select
        attribution_model,
        function,
        channel,
        case when not is_paid then hire_key end as unpaid_hire_key,
        0 as applications,
        0 as reached_interview,
        0 as offers,
        weight as hires,
        quality_index,
        value_company_amount as value_amount,
        null as spend_amount,
        true as is_hire,
        is_quality_hire,
        false as is_spend,
        accepted_date as event_date
    from credits
    union all
    select
        models.attribution_model,
        spend.function,
        spend.channel,
        cast(null as {{ type_of('string') }}) as unpaid_hire_key,
        0 as applications,
        0 as reached_interview,
        0 as offers,
        0e0 as hires,
        null as quality_index,
        null as value_amount,
        spend.spend_company_amount as spend_amount,
        false as is_hire,
        false as is_quality_hire,
        true as is_spend,
        spend.month_start_date as event_date
    from spend
    cross join models
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
        -- one hire may be credited to a channel more than once
        count(distinct unpaid_hire_key) as unpaid,
        event_date
    from events
    group by attribution_model, function, channel, event_date
)

select * from final
