-- A review log may come from another system than the requisition: then the job's id or the customer's number finds it.
with reviews as (
    select * from {{ ref('int_reviews__unioned') }}
),

jobs as (
    select
        job_id,
        min(requisition_key) as requisition_key
    from {{ ref('int_requisitions__keyed') }}
    group by job_id
),

numbers as (
    select
        requisition_id,
        min(requisition_key) as requisition_key
    from {{ ref('int_requisitions__keyed') }}
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
        coalesce(jobs.requisition_key, numbers.requisition_key) as requisition_key,
        users.user_key as reviewer_key,
        reviews.system,
        reviews.review_id,
        reviews.decision_count,
        reviews.reviewed_at,
        reviews.known_at
    from reviews
    left join jobs
        on reviews.job_id = jobs.job_id
    left join numbers
        on reviews.requisition_id = numbers.requisition_id
    left join users
        on reviews.reviewer_id = users.user_id
)

select * from final
