with offers as (
    select * from {{ ref('int_offers__latest') }}
    where base_pay_amount is not null
),

spend as (
    select * from {{ ref('int_source_spend__converted') }}
    where spend_amount is not null
),

applications as (
    select * from {{ ref('applications_owned') }}
),

rated_currencies as (
    select distinct currency
    from {{ ref('int_currency_rates__ranged') }}
),

amounts as (
    select
        'offer' as entity_type,
        offers.offer_id as entity_id,
        offers.offer_key as entity_key,
        offers.application_key,
        applications.requisition_key,
        offers.system,
        applications.function,
        applications.recruiter_key,
        offers.currency,
        offers.sent_date as priced_date,
        offers.base_pay_company_amount is null as is_failed,
        offers.known_at,
        offers.created_at as since_at
    from offers
    left join applications on offers.application_key = applications.application_key
    union all
    select
        'source_spend' as entity_type,
        spend_name as entity_id,
        spend_key as entity_key,
        cast(null as string) as application_key,
        cast(null as string) as requisition_key,
        system,
        function,
        cast(null as string) as recruiter_key,
        currency,
        month_start_date as priced_date,
        spend_company_amount is null as is_failed,
        cast(null as {{ type_of('timestamp') }}) as known_at,
        cast(month_start_date as {{ type_of('timestamp') }}) as since_at
    from spend
),

evaluated as (
    select
        amounts.entity_type,
        amounts.entity_id,
        amounts.entity_key,
        amounts.application_key,
        amounts.requisition_key,
        amounts.system,
        amounts.function,
        cast(null as string) as owner_key,
        amounts.recruiter_key,
        case
            when amounts.currency is null then 'The amount has no currency'
            when rated_currencies.currency is null then concat('No rate is known for ', amounts.currency)
            when amounts.priced_date is null then 'It was neither sent nor made on any day, so no rate holds'
            else concat('No rate of ', amounts.currency, ' holds on its day: the first is of a later month')
        end as detail,
        amounts.is_failed,
        amounts.known_at,
        amounts.since_at
    from amounts
    left join rated_currencies on amounts.currency = rated_currencies.currency
),

final as (
    {{ judged_rows('MON-01') }}
)

select * from final
