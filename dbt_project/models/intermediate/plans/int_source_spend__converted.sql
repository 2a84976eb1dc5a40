with spend as (
    select * from {{ ref('int_source_spend__unioned') }}
),

sources as (
    select
        {{ name_key('source_name') }} as source_name,
        min(source_key) as source_key,
        min(channel) as channel
    from {{ ref('int_sources__mapped') }}
    group by {{ name_key('source_name') }}
),

rates as (
    select * from {{ ref('int_currency_rates__ranged') }}
),

run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

priced as (
    select
        spend.*,
        coalesce(spend.currency, run_clock.company_currency) as spend_currency
    from spend
    cross join run_clock
),

final as (
    select
        {{ surrogate_key([
            'priced.system', 'priced.month_start_date', 'priced.cost_side', 'priced.source_name', 'priced.channel',
            'priced.function', 'priced.currency',
        ]) }} as spend_key,
        sources.source_key,
        priced.system,
        concat_ws(
            ', ', cast(priced.month_start_date as {{ type_of('string') }}), priced.cost_side, priced.source_name,
            priced.channel, priced.function, priced.currency
        ) as spend_name,
        priced.cost_side,
        priced.source_name,
        coalesce(priced.channel, sources.channel) as channel,
        priced.function,
        priced.spend_currency as currency,
        priced.spend_amount,
        cast(priced.spend_amount * rates.company_rate as {{ type_of('money') }}) as spend_company_amount,
        {{ date_trunc_to('month', 'priced.month_start_date') }} as month_start_date
    from priced
    left join sources
        on {{ name_key('priced.source_name') }} = sources.source_name
    left join rates
        on
            priced.spend_currency = rates.currency
            and priced.month_start_date >= rates.valid_from_date
            and priced.month_start_date < rates.valid_to_date
)

select * from final
