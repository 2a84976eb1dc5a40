{%- set settings = var('hygiene') -%}
with run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

-- A function nobody knows is forecast by no run.
unknown_functions as (
    select entity_key from {{ ref('hyg_req_03_unknown_function') }} where is_failed
),

requisitions as (
    select requisitions.*
    from {{ ref('int_requisitions__keyed') }} as requisitions
    left join unknown_functions on requisitions.requisition_key = unknown_functions.entity_key
    where requisitions.status in ('open', 'on_hold') and unknown_functions.entity_key is null
),

plan as (
    select plan.*
    from {{ ref('int_hiring_plan__keyed') }} as plan
    left join unknown_functions on plan.plan_key = unknown_functions.entity_key
    where plan.plan_seats > 0 and unknown_functions.entity_key is null
),

earlier_forecasts as (
    select forecasts.*
    from {{ source('ops', 'forecast_log') }} as forecasts
    inner join run_clock on forecasts.run_at < run_clock.as_of_at
    where forecasts.is_champion and not forecasts.is_reconstructed
),

earlier_results as (
    select results.*
    from {{ source('ops', 'rule_result_log') }} as results
    inner join run_clock on results.run_at < run_clock.as_of_at
    where results.rule_id = 'FCT-01' and results.scope_type = 'function'
),

-- A company without an earlier run has missed nothing: this run forecasts it for the first time.
practice as (
    select count(*) > 0 as is_begun from earlier_forecasts
),

-- Who is owed a forecast of the running quarter: functions with a requisition to fill, or with seats planned in it.
functions as (
    select function from requisitions
    union
    select plan.function
    from plan
    inner join run_clock
        on plan.quarter_start_date = {{ date_trunc_to('quarter', 'run_clock.as_of_date') }}
),

last_forecasts as (
    select
        earlier_forecasts.function,
        max(earlier_forecasts.as_of_date) as as_of_date,
        max(earlier_forecasts.run_at) as run_at
    from earlier_forecasts
    inner join run_clock
        on earlier_forecasts.quarter_start_date = {{ date_trunc_to('quarter', 'run_clock.as_of_date') }}
    group by earlier_forecasts.function
),

-- For a function without any forecast the clock starts when this rule first saw it, so that new and renamed functions
-- are not late on their first day.
first_results as (
    select
        scope as function,
        min(run_at) as run_at
    from earlier_results
    group by scope
),

waiting as (
    select
        functions.function,
        run_clock.as_of_at,
        run_clock.as_of_date,
        last_forecasts.run_at is not null as is_forecast,
        coalesce(last_forecasts.run_at, first_results.run_at, run_clock.as_of_at) as since_at,
        coalesce(
            last_forecasts.as_of_date,
            {{ local_date('first_results.run_at', 'run_clock.company_timezone') }},
            run_clock.as_of_date
        ) as since_date
    from functions
    inner join practice on practice.is_begun
    cross join run_clock
    left join last_forecasts on functions.function = last_forecasts.function
    left join first_results on functions.function = first_results.function
),

-- In days of the calendar: a daily run that starts a minute later than yesterday's is in time.
timed as (
    select
        *,
        {{ days_between('since_date', 'as_of_date') }} as days_waited
    from waiting
),

evaluated as (
    select
        'function' as entity_type,
        function as entity_id,
        function as entity_key,
        cast(null as string) as application_key,
        cast(null as string) as requisition_key,
        cast(null as string) as system,
        function,
        cast(null as string) as owner_key,
        cast(null as string) as recruiter_key,
        concat(
            case
                when is_forecast then 'Before this run the newest forecast of the quarter was '
                else 'It has seats to fill and no forecast of the quarter for '
            end,
            cast(days_waited as string),
            case when is_forecast then ' days old' else ' days' end
        ) as detail,
        days_waited > {{ settings['fct_01_days'] }} as is_failed,
        since_at as known_at,
        since_at
    from timed
),

final as (
    {{ judged_rows('FCT-01') }}
)

select * from final
