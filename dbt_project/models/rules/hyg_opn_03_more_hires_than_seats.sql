with openings as (
    select * from {{ ref('int_openings__keyed') }}
),

requisitions as (
    select * from {{ ref('int_requisitions__keyed') }}
),

applications as (
    select * from {{ ref('applications_owned') }}
),

hires as (
    select * from {{ ref('int_hires__built') }}
),

openings_again as (
    select
        opening_key,
        started_at
    from {{ ref('int_opening_intervals__built') }}
    where status = 'open'
),

-- A hire that reneged or left does not hold its seat (E12).
holding_hires as (
    select
        hires.hire_key,
        hires.opening_key,
        applications.requisition_key,
        hires.accepted_at
    from hires
    inner join applications on hires.application_key = applications.application_key
    where not hires.is_renege and hires.left_date is null
),

-- A seat that was reopened is taken once more (E8), so the hires of one of its lives are counted: those since the same
-- opening of it. Who took an earlier life the source need not say any more.
lives as (
    select
        holding_hires.hire_key,
        holding_hires.opening_key,
        holding_hires.accepted_at,
        count(openings_again.started_at) as life_number
    from holding_hires
    left join openings_again
        on
            holding_hires.opening_key = openings_again.opening_key
            and holding_hires.accepted_at >= openings_again.started_at
    where holding_hires.opening_key is not null
    group by holding_hires.hire_key, holding_hires.opening_key, holding_hires.accepted_at
),

hires_by_life as (
    select
        opening_key,
        life_number,
        count(*) as hires,
        max(accepted_at) as last_accepted_at
    from lives
    group by opening_key, life_number
),

hires_by_opening as (
    select
        opening_key,
        max(hires) as hires,
        max(last_accepted_at) as last_accepted_at
    from hires_by_life
    group by opening_key
),

hires_by_requisition as (
    select
        requisition_key,
        count(distinct opening_key) + count(*) filter (where opening_key is null) as seats_needed,
        max(accepted_at) as last_accepted_at
    from holding_hires
    group by requisition_key
),

seats_by_requisition as (
    select
        requisition_key,
        count(*) as seats,
        min(known_at) as known_at
    from openings
    group by requisition_key
),

-- A system that tells of no seat at all tells of none that is missing.
systems_with_seats as (
    select distinct system from openings
),

evaluated as (
    select
        {{ subject('opening', 'opening_id', 'opening_key', of='openings', requisition='requisitions') }},
        concat(cast(hires_by_opening.hires as string), ' hires on one opening') as detail,
        coalesce(hires_by_opening.hires > 1, false) as is_failed,
        openings.known_at,
        hires_by_opening.last_accepted_at as since_at
    from openings
    left join requisitions on openings.requisition_key = requisitions.requisition_key
    left join hires_by_opening on openings.opening_key = hires_by_opening.opening_key
    union all
    select
        {{ subject('requisition', 'job_id', 'requisition_key', of='requisitions', requisition='requisitions') }},
        concat(
            cast(hires_by_requisition.seats_needed as string), ' seats taken by hires, ',
            cast(coalesce(seats_by_requisition.seats, 0) as string), ' on the requisition'
        ) as detail,
        coalesce(hires_by_requisition.seats_needed > coalesce(seats_by_requisition.seats, 0), false) as is_failed,
        coalesce(seats_by_requisition.known_at, requisitions.known_at) as known_at,
        hires_by_requisition.last_accepted_at as since_at
    from requisitions
    inner join systems_with_seats on requisitions.system = systems_with_seats.system
    left join seats_by_requisition on requisitions.requisition_key = seats_by_requisition.requisition_key
    left join hires_by_requisition on requisitions.requisition_key = hires_by_requisition.requisition_key
    where not requisitions.is_evergreen
),

final as (
    {{ judged_rows('OPN-03') }}
)

select * from final
