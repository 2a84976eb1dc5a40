with openings as (
    select * from {{ ref('int_openings__timed') }}
),

slates as (
    select * from {{ ref('int_slates__timed') }}
),

decisions as (
    select * from {{ ref('int_decisions__timed') }}
),

offers as (
    select * from {{ ref('int_offers__presented') }}
),

hires as (
    select
        hires.*,
        applications.original_applied_date,
        applications.first_contact_date
    from {{ ref('fct_hire') }} as hires
    inner join {{ ref('fct_application') }} as applications on hires.application_key = applications.application_key
),

measured as (
    select
        'time_to_fill_gross' as measure,
        function,
        gross_open_days as days,
        filled_date as event_date
    from openings
    where is_filled
    union all
    select
        'time_to_fill_net' as measure,
        function,
        net_open_days as days,
        filled_date as event_date
    from openings
    where is_filled
    union all
    select
        'time_to_hire' as measure,
        function,
        {{ days_between('original_applied_date', 'accepted_date') }} as days,
        accepted_date as event_date
    from hires
    union all
    select
        'time_to_hire_sourced' as measure,
        function,
        {{ days_between('first_contact_date', 'accepted_date') }} as days,
        accepted_date as event_date
    from hires
    where channel_of_record in ('sourced_outbound', 'rediscovered')
    union all
    select
        'time_to_start' as measure,
        function,
        days_to_start as days,
        start_date as event_date
    from openings
    union all
    select
        'time_to_first_slate' as measure,
        function,
        clock_days as days,
        reached_date as event_date
    from slates
    where is_reached
    union all
    select
        'time_to_decision' as measure,
        function,
        decision_days as days,
        exited_date as event_date
    from decisions
    union all
    select
        'time_to_offer' as measure,
        function,
        {{ days_between('original_applied_date', 'sent_date') }} as days,
        sent_date as event_date
    from offers
    union all
    select
        'offer_turnaround' as measure,
        function,
        {{ elapsed_days('sent_at', 'answered_at') }} as days,
        answered_date as event_date
    from offers
    where status in ('accepted', 'declined')
),

final as (
    select
        measure,
        function,
        cast(days as double) as days,
        event_date
    from measured
    where days >= 0 and event_date is not null
)

select * from final
