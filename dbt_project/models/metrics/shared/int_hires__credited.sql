with hires as (
    select * from {{ ref('int_hires__valued') }}
),

-- a touch the model gives nothing is not credited: what is not known of its hire is nothing to its channel
touches as (
    select * from {{ ref('bridge_hire_attribution') }} where weight > 0
),

credits as (
    select
        hire_key,
        'record' as attribution_model,
        channel_of_record as channel,
        1e0 as weight
    from hires
    union all
    select
        hire_key,
        attribution_model,
        channel,
        cast(weight as double) as weight
    from touches
),

final as (
    select
        credits.hire_key,
        hires.application_key,
        credits.attribution_model,
        hires.function,
        credits.channel,
        credits.weight,
        cast(hires.quality_index as double) as quality_index,
        hires.value_company_amount,
        hires.is_paid,
        hires.is_quality_hire,
        hires.accepted_date
    from credits
    inner join hires on credits.hire_key = hires.hire_key
)

select * from final
