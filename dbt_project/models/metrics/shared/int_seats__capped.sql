with due as (
    select * from {{ ref('int_openings__due') }}
),

pipeline as (
    select * from {{ ref('int_pipeline__weighted') }} where not is_evergreen
),

scopes as (
    select
        requisition_key,
        function,
        1 as seats,
        0e0 as p_hire,
        quarter_start_date
    from due
    union all
    select
        pipeline.requisition_key,
        pipeline.function,
        0 as seats,
        pipeline.p_hire,
        quarters.quarter_start_date
    from pipeline
    cross join {{ ref('int_quarters__ahead') }} as quarters
),

scoped as (
    select * from scopes where function is not null
    union all
    select
        requisition_key,
        'all' as function,
        seats,
        p_hire,
        quarter_start_date
    from scopes
),

requisitions as (
    select
        requisition_key,
        function,
        sum(seats) as seats,
        least(cast(sum(seats) as double), cast({{ exact_sum('p_hire') }} as double)) as covered,
        quarter_start_date
    from scoped
    group by requisition_key, function, quarter_start_date
),

-- M-43: surplus on one requisition does not fill another
final as (
    select
        function,
        cast(sum(seats) as bigint) as due_openings,
        cast({{ exact_sum('covered') }} as double) / nullif(sum(seats), 0) as coverage_seat_capped,
        quarter_start_date
    from requisitions
    group by function, quarter_start_date
)

select * from final
