-- A call is about the company's quarter, so a day without a time is one of the company's zone.
with said_calls as (
    select * from {{ ref('int_forecast_calls__unioned') }}
),

run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

calls as (
    select
        {{ placed_columns('forecast_calls', 'said_calls', 'run_clock.company_timezone', events=['called_at']) }}
    from said_calls
    cross join run_clock
),

openings as (
    select
        system,
        opening_id,
        opening_key
    from {{ ref('int_openings__keyed') }}
),

-- a call that does not say its system: whichever has the opening
opening_ids as (
    select
        opening_id,
        min(opening_key) as opening_key
    from openings
    group by opening_id
),

users as (
    select
        user_id,
        min(user_key) as user_key
    from {{ ref('int_users__keyed') }}
    group by user_id
),

keyed as (
    select
        {{ surrogate_key(['calls.system', 'calls.call_id']) }} as call_key,
        coalesce(named.opening_key, opening_ids.opening_key) as opening_key,
        users.user_key as caller_key,
        calls.system,
        calls.call_id,
        calls.category,
        calls.reason,
        calls.quarter_start_date,
        calls.called_at,
        calls.known_at
    from calls
    left join openings as named
        on calls.opening_system = named.system and calls.opening_id = named.opening_id
    left join opening_ids
        on calls.opening_system is null and calls.opening_id = opening_ids.opening_id
    left join users
        on calls.caller_id = users.user_id
),

-- of what is known as of the clock, the call made last holds; a correction known later of an earlier call does not
final as (
    select
        call_key,
        opening_key,
        caller_key,
        system,
        call_id,
        category,
        reason,
        row_number() over (
            partition by opening_key, quarter_start_date order by called_at desc, known_at desc, call_key asc
        ) = 1 and opening_key is not null as is_latest,
        quarter_start_date,
        called_at,
        known_at
    from keyed
)

select * from final
