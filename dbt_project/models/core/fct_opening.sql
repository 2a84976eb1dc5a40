-- Of a seat filled by a quarantined application only the reference to the application is nulled. The failed hire is
-- looked up before quarantine, because the fact of hires reads this one.
with openings as (
    select * from {{ released_with_flags(ref('int_openings__keyed'), 'opening', 'opening_key') }}
),

requisitions as (
    select requisition_key from {{ ref('dim_requisition') }}
),

applications as (
    select application_key from {{ ref('fct_application') }}
),

failed_hires as (
    select hires.hire_key
    from {{ ref('int_hires__built') }} as hires
    inner join {{ ref('fct_application') }} as applications
        on hires.application_key = applications.application_key
),

final as (
    select
        openings.opening_key,
        openings.system,
        openings.opening_id,
        openings.requisition_key,
        applications.application_key as filled_application_key,
        failed_hires.hire_key as failed_hire_key,
        openings.function,
        openings.status,
        openings.dq_flags,
        openings.gross_open_days,
        openings.net_open_days,
        openings.is_backfill_of_failed_hire,
        openings.opened_date,
        openings.closed_date,
        openings.filled_date,
        openings.target_fill_date,
        openings.target_start_date,
        openings.opened_at,
        openings.closed_at
    from openings
    inner join requisitions
        on openings.requisition_key = requisitions.requisition_key
    left join applications
        on openings.filled_application_key = applications.application_key
    left join failed_hires
        on openings.failed_hire_key = failed_hires.hire_key
)

select * from final
