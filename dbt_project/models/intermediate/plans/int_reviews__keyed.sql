-- A review log may come from another system than the requisition: its system and job id find it, else the job id or the
-- customer's number in whichever system has it. Only then is the zone known in which a day without a time is placed.
with reviews as (
    select * from {{ ref('int_reviews__unioned') }}
),

requisitions as (
    select * from {{ ref('int_requisitions__keyed') }}
),

jobs as (
    select
        job_id,
        min(requisition_key) as requisition_key
    from requisitions
    group by job_id
),

numbers as (
    select
        requisition_id,
        min(requisition_key) as requisition_key
    from requisitions
    where requisition_id is not null
    group by requisition_id
),

users as (
    select
        user_id,
        min(user_key) as user_key
    from {{ ref('int_users__keyed') }}
    group by user_id
),

run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

keyed as (
    select
        reviews.*,
        {{ surrogate_key(['reviews.system', 'reviews.review_id']) }} as review_key,
        coalesce(named.requisition_key, jobs.requisition_key, numbers.requisition_key) as requisition_key,
        users.user_key as reviewer_key
    from reviews
    left join requisitions as named
        on reviews.requisition_system = named.system and reviews.job_id = named.job_id
    left join jobs
        on reviews.requisition_system is null and reviews.job_id = jobs.job_id
    left join numbers
        on reviews.requisition_id = numbers.requisition_id
    left join users
        on reviews.reviewer_id = users.user_id
),

placed as (
    select
        {{ placed_columns(
            'reviews', 'keyed', 'coalesce(requisitions.timezone, run_clock.company_timezone)', events=['reviewed_at']
        ) }},
        keyed.review_key,
        keyed.requisition_key,
        keyed.reviewer_key
    from keyed
    cross join run_clock
    left join requisitions
        on keyed.requisition_key = requisitions.requisition_key
),

final as (
    select
        review_key,
        requisition_key,
        reviewer_key,
        system,
        review_id,
        decision_count,
        reviewed_at,
        known_at
    from placed
)

select * from final
