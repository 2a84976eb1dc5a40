with applications as (
    select * from {{ ref('applications_owned') }} where source_status <> 'active'
),

source_applications as (
    select * from {{ ref('int_applications__unioned') }} where status <> 'active'
),

offers as (
    select * from {{ ref('int_offers__latest') }}
    where status in ('accepted', 'declined', 'rescinded') and not is_derived
),

openings as (
    select * from {{ ref('int_openings__keyed') }} where status in ('filled', 'cancelled')
),

requisitions as (
    select * from {{ ref('int_requisitions__keyed') }}
),

-- An accepted offer, a declined one, the last stay may tell the day. Nothing tells when somebody who had accepted was
-- rejected after all: the hire would stand.
ended_applications as (
    select
        'application' as entity_type,
        applications.application_id as entity_id,
        applications.application_key as entity_key,
        applications.application_key,
        applications.requisition_key,
        applications.system,
        applications.function,
        applications.recruiter_key,
        case when applications.source_status = 'hired' then sources.hired_at else sources.ended_at end as ended_at,
        case
            when applications.source_status = 'hired' then applications.hired_at
            when applications.status <> 'hired' then applications.exited_at
        end as told_at,
        applications.known_at
    from applications
    inner join source_applications as sources
        on
            applications.system = sources.system
            and applications.application_id = sources.application_id
            and applications.job_id = sources.job_id
),

answered_offers as (
    select
        'offer' as entity_type,
        offers.offer_id as entity_id,
        offers.offer_key as entity_key,
        offers.application_key,
        applications.requisition_key,
        offers.system,
        applications.function,
        applications.recruiter_key,
        offers.source_answered_at as ended_at,
        offers.answered_at as told_at,
        offers.known_at
    from offers
    left join {{ ref('applications_owned') }} as applications
        on offers.application_key = applications.application_key
),

closed_openings as (
    select
        'opening' as entity_type,
        openings.opening_id as entity_id,
        openings.opening_key as entity_key,
        cast(null as string) as application_key,
        openings.requisition_key,
        openings.system,
        openings.function,
        requisitions.recruiter_key,
        openings.closed_at as ended_at,
        coalesce(openings.filled_at, openings.closed_at) as told_at,
        openings.known_at
    from openings
    left join requisitions on openings.requisition_key = requisitions.requisition_key
),

-- What a closed requisition ends, ends by its own events (E13): they tell.
closed_requisitions as (
    select
        'requisition' as entity_type,
        job_id as entity_id,
        requisition_key as entity_key,
        cast(null as string) as application_key,
        requisition_key,
        system,
        function,
        recruiter_key,
        closed_at as ended_at,
        coalesce(closed_at, known_at) as told_at,
        known_at
    from requisitions
    where status in ('closed', 'cancelled')
),

ends as (
    select * from ended_applications
    union all
    select * from answered_offers
    union all
    select * from closed_openings
    union all
    select * from closed_requisitions
),

evaluated as (
    select
        entity_type,
        entity_id,
        entity_key,
        application_key,
        requisition_key,
        system,
        function,
        recruiter_key as owner_key,
        recruiter_key,
        case
            when told_at is null then 'It ended on a day that no record tells'
            else 'It ended without a date: the day is that of another record'
        end as detail,
        ended_at is null as is_failed,
        ended_at is null and told_at is null and entity_type <> 'requisition' as is_escalated,
        known_at,
        coalesce(told_at, known_at) as since_at
    from ends
),

final as (
    {{ judged_rows('TIM-04', escalates=true) }}
)

select * from final
