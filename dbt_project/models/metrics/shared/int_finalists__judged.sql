with publication as (
    select * from {{ ref('publication') }}
),

applications as (
    select * from {{ ref('fct_application') }} where furthest_stage in ('onsite', 'offer')
),

scorecards as (
    select * from {{ ref('fct_scorecard') }} where submitted_at is not null and rating is not null
),

ratings as (
    select
        application_key,
        cast(sum(rating) as double) / count(*) as mean_rating,
        min(rating) as lowest_rating
    from scorecards
    group by application_key
),

left_well as (
    select
        applications.*,
        {{ elapsed_days('applications.exited_at', 'publication.as_of_at') }} as gone_days
    from applications
    cross join publication
    where
        applications.exit_type = 'req_closed'
        or applications.exit_reason = 'better_candidate'
        or (
            applications.exit_type = 'withdrew'
            and applications.exit_reason in ('timing', 'compensation', 'location_visa')
        )
),

final as (
    select
        left_well.application_key,
        left_well.person_key,
        left_well.function,
        left_well.furthest_stage,
        left_well.exit_type,
        left_well.exit_reason,
        ratings.mean_rating,
        left_well.exited_at
    from left_well
    inner join ratings on left_well.application_key = ratings.application_key
    where
        left_well.gone_days between {{ var('silver_medal')['least_days'] }} and {{ var('silver_medal')['most_days'] }}
        and ratings.mean_rating >= {{ var('silver_medal')['mean_rating'] }}
        and ratings.lowest_rating > {{ var('silver_medal')['barring_rating'] }}
)

select * from final
