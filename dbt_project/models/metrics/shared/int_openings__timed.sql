with publication as (
    select * from {{ ref('publication') }}
),

openings as (
    select * from {{ ref('fct_opening') }}
),

requisitions as (
    select * from {{ ref('dim_requisition') }}
),

hires as (
    select
        application_key,
        min(start_date) as start_date
    from {{ ref('fct_hire') }}
    where not is_renege
    group by application_key
),

-- E7: an evergreen requisition has no time to fill
final as (
    select
        openings.opening_key,
        openings.function,
        openings.gross_open_days,
        openings.net_open_days,
        case
            when hires.start_date <= publication.as_of_date
                then {{ days_between('openings.opened_date', 'hires.start_date') }}
        end as days_to_start,
        openings.filled_application_key is not null as is_filled,
        openings.opened_date,
        case when openings.filled_application_key is not null then openings.filled_date end as filled_date,
        hires.start_date
    from openings
    inner join requisitions on openings.requisition_key = requisitions.requisition_key
    left join hires on openings.filled_application_key = hires.application_key
    cross join publication
    where not coalesce(requisitions.is_evergreen, false)
)

select * from final
