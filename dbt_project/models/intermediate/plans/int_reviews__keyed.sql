-- A review log may come from another system than the requisition: its system and job id find it, else the job id or the
-- customer's number in whichever system has it.
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

final as (
    select
        {{ surrogate_key(['reviews.system', 'reviews.review_id']) }} as review_key,
        coalesce(named.requisition_key, jobs.requisition_key, numbers.requisition_key) as requisition_key,
        users.user_key as reviewer_key,
        reviews.system,
        reviews.review_id,
        reviews.decision_count,
        reviews.reviewed_at,
        reviews.known_at
    from reviews
    left join requisitions as named
        on reviews.requisition_system = named.system and reviews.job_id = named.job_id
    left join jobs
        on reviews.requisition_system is null and reviews.job_id = jobs.job_id
    left join numbers
        on reviews.requisition_id = numbers.requisition_id
    left join users
        on reviews.reviewer_id = users.user_id
)

select * from final
