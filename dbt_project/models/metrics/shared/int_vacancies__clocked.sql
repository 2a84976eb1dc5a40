with publication as (
    select * from {{ ref('publication') }}
),

openings as (
    select * from {{ ref('fct_opening') }}
),

intervals as (
    select * from {{ ref('fct_opening_interval') }} where status = 'open'
),

requisitions as (
    select * from {{ ref('dim_requisition') }}
),

hires as (
    select
        application_key,
        start_date
    from {{ ref('fct_hire') }}
),

holidays as (
    select * from {{ ref('dim_holiday') }}
),

-- E7: an evergreen requisition has no vacancy
seats as (
    select
        openings.opening_key,
        openings.function,
        openings.filled_application_key,
        requisitions.office,
        openings.filled_date,
        publication.as_of_date
    from openings
    inner join requisitions on openings.requisition_key = requisitions.requisition_key
    cross join publication
    where not coalesce(requisitions.is_evergreen, false)
),

-- the seat is empty while it is open, and from acceptance until the hire starts (known to or not)
stays as (
    select
        seats.opening_key,
        seats.office,
        intervals.started_date,
        least(coalesce(intervals.ended_date, seats.as_of_date), seats.as_of_date) as ended_date
    from seats
    inner join intervals on seats.opening_key = intervals.opening_key
    union all
    select
        seats.opening_key,
        seats.office,
        seats.filled_date as started_date,
        least(coalesce(hires.start_date, seats.as_of_date), seats.as_of_date) as ended_date
    from seats
    inner join hires on seats.filled_application_key = hires.application_key
),

-- one row per stay and weekday off in it, so two calendars that name the same day take it off once
days_off as (
    select distinct
        stays.opening_key,
        stays.started_date,
        stays.ended_date,
        holidays.holiday_date
    from stays
    inner join holidays
        on
            (holidays.office is null or stays.office = holidays.office)
            and stays.started_date <= holidays.holiday_date
            and stays.ended_date > holidays.holiday_date
    where {{ business_days('holidays.holiday_date', add_days('holidays.holiday_date', 1)) }} = 1
),

worked as (
    select
        opening_key,
        sum({{ business_days('started_date', 'ended_date') }}) as weekdays
    from stays
    where started_date < ended_date
    group by opening_key
),

taken_off as (
    select
        opening_key,
        count(*) as holidays
    from days_off
    group by opening_key
),

final as (
    select
        seats.opening_key,
        seats.function,
        cast(coalesce(worked.weekdays, 0) - coalesce(taken_off.holidays, 0) as double) as clock_days
    from seats
    left join worked on seats.opening_key = worked.opening_key
    left join taken_off on seats.opening_key = taken_off.opening_key
)

select * from final
