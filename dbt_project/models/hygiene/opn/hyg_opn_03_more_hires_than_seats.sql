with openings as (
    select * from {{ ref('int_openings__keyed') }}
),

requisitions as (
    select * from {{ ref('int_requisitions__keyed') }}
),

applications as (
    select * from {{ ref('applications_owned') }}
),

-- A hire that reneged or left does not hold its seat (E12).
holding_hires as (
    select
        hires.application_key,
        hires.opening_key,
        applications.requisition_key,
        hires.accepted_at,
        row_number() over (
            partition by hires.opening_key order by hires.accepted_at, hires.application_key
        ) as rank_on_seat,
        row_number() over (
            partition by applications.requisition_key, hires.opening_key is null
            order by hires.accepted_at, hires.application_key
        ) as rank_without_seat
    from {{ ref('int_hires__built') }} as hires
    inner join applications on hires.application_key = applications.application_key
    where not hires.is_renege and hires.left_date is null
),

taken_seats as (
    select
        requisition_key,
        count(distinct opening_key) as seats_taken
    from holding_hires
    group by requisition_key
),

seats as (
    select
        requisition_key,
        count(*) as seats
    from openings
    group by requisition_key
),

evaluated as (
    select
        'application' as entity_type,
        applications.application_id as entity_id,
        applications.application_key as entity_key,
        applications.application_key,
        applications.requisition_key,
        applications.system,
        applications.function,
        applications.recruiter_key as owner_key,
        applications.recruiter_key,
        case
            when holding_hires.opening_key is null then 'Hired, but every seat of the requisition is taken'
            else 'Hired on a seat that an earlier hire holds'
        end as detail,
        case
            when holding_hires.opening_key is not null then holding_hires.rank_on_seat > 1
            else
                not requisitions.is_evergreen
                and holding_hires.rank_without_seat > seats.seats - taken_seats.seats_taken
        end as is_failed,
        false as is_escalated,
        applications.known_at,
        holding_hires.accepted_at as since_at
    from holding_hires
    inner join applications on holding_hires.application_key = applications.application_key
    inner join requisitions on holding_hires.requisition_key = requisitions.requisition_key
    inner join seats on holding_hires.requisition_key = seats.requisition_key
    inner join taken_seats on holding_hires.requisition_key = taken_seats.requisition_key
),

final as (
    {{ judged_rows('OPN-03') }}
)

select * from final
