with publication as (
    select * from {{ ref('publication') }}
),

requisitions as (
    select * from {{ ref('dim_requisition') }}
),

reviews as (
    select * from {{ ref('fct_pipeline_review') }}
),

final as (
    select
        reviews.review_key,
        reviews.requisition_key,
        requisitions.function,
        reviews.decision_count,
        {{ local_date('reviews.reviewed_at', 'coalesce(requisitions.timezone, publication.company_timezone)') }}
            as reviewed_date
    from reviews
    cross join publication
    left join requisitions on reviews.requisition_key = requisitions.requisition_key
    where reviews.reviewed_at <= publication.as_of_at
)

select * from final
