with publication as (
    select * from {{ ref('publication') }}
),

dates as (
    select * from {{ ref('dim_date') }}
),

openings as (
    select * from {{ ref('fct_opening') }}
),

open_intervals as (
    select * from {{ ref('fct_opening_interval') }} where status = 'open'
),

reviews as (
    select * from {{ ref('int_reviews__dated') }}
),

-- a week is judged on its last day, the running one on the as-of day
weeks as (
    select
        dates.week_start_date,
        max(dates.date_day) as judged_date
    from dates
    cross join publication
    where dates.date_day <= publication.as_of_date
    group by dates.week_start_date
),

seats as (
    select distinct
        openings.opening_key,
        openings.requisition_key,
        openings.function,
        openings.opened_date,
        weeks.judged_date
    from open_intervals
    inner join openings on open_intervals.opening_key = openings.opening_key
    inner join weeks
        on
            open_intervals.started_date <= weeks.judged_date
            and coalesce(open_intervals.ended_date > weeks.judged_date, true)
),

requisition_days as (
    select distinct
        requisition_key,
        judged_date
    from seats
),

last_reviews as (
    select
        requisition_days.requisition_key,
        requisition_days.judged_date,
        max(reviews.reviewed_date) as reviewed_date
    from requisition_days
    inner join reviews
        on
            requisition_days.requisition_key = reviews.requisition_key
            and requisition_days.judged_date >= reviews.reviewed_date
    group by requisition_days.requisition_key, requisition_days.judged_date
),

final as (
    select
        seats.opening_key,
        seats.requisition_key,
        seats.function,
        {{ days_between('coalesce(last_reviews.reviewed_date, seats.opened_date)', 'seats.judged_date') }}
            as waiting_days,
        coalesce(
            {{ days_between('last_reviews.reviewed_date', 'seats.judged_date') }} < {{ var('review_days') }}, false
        ) as is_reviewed,
        seats.judged_date,
        last_reviews.reviewed_date
    from seats
    left join last_reviews
        on seats.requisition_key = last_reviews.requisition_key and seats.judged_date = last_reviews.judged_date
)

select * from final
