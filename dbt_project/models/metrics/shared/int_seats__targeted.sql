with publication as (
    select * from {{ ref('publication') }}
),

quarters as (
    select * from {{ ref('int_quarters__ahead') }}
),

due as (
    select
        function,
        quarter_start_date,
        count(*) as due_openings
    from {{ ref('int_openings__due') }}
    where function is not null
    group by function, quarter_start_date
),

planned as (
    select
        plans.function,
        plans.plan_seats,
        row_number() over (
            partition by plans.function, plans.quarter_start_date
            order by plans.planned_at desc, plans.plan_version desc
        ) as versions_back,
        plans.quarter_start_date
    from {{ ref('fct_hiring_plan') }} as plans
    cross join publication
    where plans.function is not null and plans.planned_at <= publication.as_of_at
),

plans as (
    select * from planned where versions_back = 1
),

hires as (
    select
        function,
        {{ date_trunc_to('quarter', 'accepted_date') }} as quarter_start_date,
        count(*) as hires_to_date
    from {{ ref('fct_hire') }}
    group by function, {{ date_trunc_to('quarter', 'accepted_date') }}
),

functions as (
    select function from plans
    union
    select function from due
    union
    select function from hires where function is not null
    union
    select function from {{ ref('int_pipeline__weighted') }} where function is not null
),

final as (
    select
        functions.function,
        case when plans.plan_seats is not null then 'plan' else 'openings' end as seats_basis,
        cast(
            case
                when plans.plan_seats is null then coalesce(due.due_openings, 0)
                else greatest(plans.plan_seats - coalesce(hires.hires_to_date, 0), 0)
            end as bigint
        ) as seats_to_fill,
        cast(coalesce(due.due_openings, 0) as bigint) as due_openings,
        cast(coalesce(hires.hires_to_date, 0) as bigint) as hires_to_date,
        quarters.is_running,
        quarters.quarter_start_date
    from functions
    cross join quarters
    left join plans on functions.function = plans.function and quarters.quarter_start_date = plans.quarter_start_date
    left join due on functions.function = due.function and quarters.quarter_start_date = due.quarter_start_date
    left join hires on functions.function = hires.function and quarters.quarter_start_date = hires.quarter_start_date
)

select * from final
