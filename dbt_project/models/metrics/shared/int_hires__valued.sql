with hires as (
    select * from {{ ref('fct_hire') }} where not coalesce(is_internal, false)
),

offers as (
    select
        offer_key,
        base_pay_company_amount
    from {{ ref('fct_offer') }}
),

multipliers as (
    select
        function,
        value_multiplier
    from {{ ref('int_cost_parameters__valid') }}
),

channels as (
    select
        channel_of_record,
        {{ exact_sum('quality_index') }} as quality,
        count(*) as indexed
    from hires
    where quality_index is not null
    group by channel_of_record
),

company as (
    select cast({{ exact_sum('quality_index') }} as double) / nullif(count(quality_index), 0) as mean_quality
    from hires
),

-- M-62: a hire without an index yet is taken at its channel's mean, pulled to that of all
expected as (
    select
        hires.*,
        coalesce(
            cast(hires.quality_index as double),
            (coalesce(channels.quality, 0) + {{ var('quality_prior_hires') }} * company.mean_quality)
            / (coalesce(channels.indexed, 0) + {{ var('quality_prior_hires') }})
        ) as expected_quality
    from hires
    cross join company
    left join channels on hires.channel_of_record = channels.channel_of_record
),

final as (
    select
        expected.hire_key,
        expected.application_key,
        expected.function,
        expected.channel_of_record,
        expected.quality_index,
        coalesce(own.value_multiplier, others.value_multiplier, {{ var('value_multiplier') }})
        * cast(offers.base_pay_company_amount as double) * expected.expected_quality / 100 as value_company_amount,
        offers.base_pay_company_amount is not null as is_paid,
        expected.quality_index is not null as is_indexed,
        coalesce(expected.quality_index >= {{ var('quality_hire_index') }}, false) as is_quality_hire,
        company.mean_quality is not null as is_quality_known,
        expected.accepted_date
    from expected
    cross join company
    left join offers on expected.offer_key = offers.offer_key
    left join multipliers as own on expected.function = own.function
    left join multipliers as others on others.function is null
)

select * from final
