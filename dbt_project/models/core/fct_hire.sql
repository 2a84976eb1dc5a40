-- Drop a hire whose application or offer is quarantined. If only its seat is, keep the hire without the reference.
with hires as (
    select * from {{ ref('int_hires__built') }}
),

applications as (
    select
        application_key,
        dq_flags
    from {{ ref('fct_application') }}
),

offers as (
    select offer_key from {{ ref('fct_offer') }}
),

openings as (
    select opening_key from {{ ref('fct_opening') }}
),

final as (
    select
        hires.hire_key,
        hires.application_key,
        hires.offer_key,
        hires.person_key,
        openings.opening_key,
        hires.function,
        hires.channel_of_record,
        applications.dq_flags,
        hires.quality_index,
        hires.quality_performance,
        hires.quality_retention,
        hires.quality_survey,
        hires.is_internal,
        hires.is_renege,
        hires.has_employee_record,
        hires.is_quality_partial,
        hires.accepted_date,
        hires.start_date,
        hires.reneged_date,
        hires.left_date,
        hires.accepted_at,
        hires.reneged_at
    from hires
    inner join applications
        on hires.application_key = applications.application_key
    inner join offers
        on hires.offer_key = offers.offer_key
    left join openings
        on hires.opening_key = openings.opening_key
)

select * from final
