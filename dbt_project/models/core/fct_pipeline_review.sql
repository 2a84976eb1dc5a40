with reviews as (
    select * from {{ ref('int_reviews__keyed') }}
),

final as (
    select
        review_key,
        requisition_key,
        reviewer_key,
        cast(null as {{ type_of('string') }}) as dq_flags,
        decision_count,
        reviewed_at
    from reviews
)

select * from final
