with seats as (
    select * from {{ ref('int_openings__reviewed') }}
),

reviews as (
    select * from {{ ref('int_reviews__dated') }}
),

events as (
    select
        function,
        1 as open_openings,
        case when is_reviewed then 1 else 0 end as reviewed_7d,
        case when waiting_days >= 0 then waiting_days end as waiting_days,
        0 as reviews,
        cast(null as bigint) as decision_count,
        judged_date as event_date
    from seats
    union all
    select
        function,
        0 as open_openings,
        0 as reviewed_7d,
        cast(null as bigint) as waiting_days,
        1 as reviews,
        decision_count,
        reviewed_date as event_date
    from reviews
),

{% set columns = ['open_openings', 'reviewed_7d', 'waiting_days', 'reviews', 'decision_count'] -%}
cells as (
    {{ in_cells('events', 'event_date', columns) }}
),

counts as (
    select
        function,
        cast(sum(open_openings) as bigint) as open_openings,
        cast(sum(reviewed_7d) as bigint) as reviewed_7d,
        {{ median('waiting_days') }} as median_days_since_review,
        cast(sum(reviews) as bigint) as reviews,
        cast(sum(decision_count) as bigint) as decisions,
        cast(sum(decision_count) as double) / nullif(count(decision_count), 0) as decisions_per_review,
        period_start_date
    from cells
    where period_type = 'week'
    group by period_start_date, function
),

final as (
    select
        period_start_date as week_start_date,
        function,
        open_openings,
        reviewed_7d,
        {{ share_of('reviewed_7d', 'open_openings') }} as share_reviewed,
        median_days_since_review,
        reviews,
        decisions,
        decisions_per_review
    from counts
)

select * from final
