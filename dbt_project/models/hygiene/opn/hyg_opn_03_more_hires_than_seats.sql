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

-- Hires to whose seat the source gives a later one, and which was reopened in between (E8).
replaced_hires as (
    select distinct hires.hire_key
    from hires
    inner join openings on hires.opening_key = openings.opening_key
    inner join hires as holders on openings.filled_application_key = holders.application_key
    inner join openings_again
        on
            hires.opening_key = openings_again.opening_key
            and hires.accepted_at < openings_again.started_at
            and holders.accepted_at >= openings_again.started_at
),

-- A hire that reneged or left does not hold its seat (E12), nor does one that was replaced.
holding_hires as (
    select
        hires.hire_key,
        hires.opening_key,
        applications.requisition_key,
        hires.accepted_at
    from hires
    inner join applications on hires.application_key = applications.application_key
    left join replaced_hires on hires.hire_key = replaced_hires.hire_key
    where
        not hires.is_renege
        and hires.left_date is null
        and replaced_hires.hire_key is null
),

hires_by_opening as (
    select
        opening_key,
        count(*) as hires,
        max(accepted_at) as last_accepted_at
    from holding_hires
    where opening_key is not null
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
        'opening' as entity_type,
        openings.opening_id as entity_id,
        openings.opening_key as entity_key,
        cast(null as string) as application_key,
        openings.requisition_key,
        openings.system,
        openings.function,
        requisitions.recruiter_key as owner_key,
        requisitions.recruiter_key,
        concat(cast(hires_by_opening.hires as string), ' hires on one opening') as detail,
        coalesce(hires_by_opening.hires > 1, false) as is_failed,
        false as is_escalated,
        openings.known_at,
        hires_by_opening.last_accepted_at as since_at
    from openings
    left join requisitions on openings.requisition_key = requisitions.requisition_key
    left join hires_by_opening on openings.opening_key = hires_by_opening.opening_key
    union all
    select
        'requisition' as entity_type,
        requisitions.job_id as entity_id,
        requisitions.requisition_key as entity_key,
        cast(null as string) as application_key,
        requisitions.requisition_key,
        requisitions.system,
        requisitions.function,
        requisitions.recruiter_key as owner_key,
        requisitions.recruiter_key,
        concat(
            cast(hires_by_requisition.seats_needed as string), ' seats taken by hires, ',
            cast(coalesce(seats_by_requisition.seats, 0) as string), ' on the requisition'
        ) as detail,
        coalesce(hires_by_requisition.seats_needed > coalesce(seats_by_requisition.seats, 0), false) as is_failed,
        false as is_escalated,
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
