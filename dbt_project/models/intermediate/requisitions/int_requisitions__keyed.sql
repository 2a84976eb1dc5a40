with requisitions as (
    select * from {{ ref('int_requisitions__unioned') }}
),

function_map as (
    select
        {{ name_key('department') }} as department,
        max(function) as function
    from {{ ref('function_map') }}
    group by {{ name_key('department') }}
),

office_timezone as (
    select
        {{ name_key('office') }} as office,
        max(country) as country,
        max(timezone) as timezone
    from {{ ref('office_timezone') }}
    group by {{ name_key('office') }}
),

run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

placed as (
    select
        requisitions.*,
        coalesce(function_map.function, requisitions.department, 'Unassigned') as function,
        coalesce(requisitions.country, office_timezone.country) as office_country,
        coalesce(requisitions.timezone, office_timezone.timezone, run_clock.company_timezone) as office_timezone
    from requisitions
    cross join run_clock
    left join function_map
        on {{ name_key('requisitions.department') }} = function_map.department
    left join office_timezone
        on {{ name_key('requisitions.office') }} = office_timezone.office
),

final as (
    select
        {{ surrogate_key(['system', 'job_id']) }} as requisition_key,
        system,
        job_id,
        requisition_id,
        case
            when hiring_manager_id is not null then {{ surrogate_key(['system', 'hiring_manager_id']) }}
        end as hiring_manager_key,
        case when recruiter_id is not null then {{ surrogate_key(['system', 'recruiter_id']) }} end as recruiter_key,
        title,
        function,
        department,
        office,
        office_country as country,
        office_timezone as timezone,
        status,
        coalesce(is_evergreen, false) as is_evergreen,
        coalesce(is_confidential, false) as is_confidential,
        {{ local_date('opened_at', 'office_timezone') }} as opened_date,
        {{ local_date('closed_at', 'office_timezone') }} as closed_date,
        created_at,
        opened_at,
        closed_at,
        known_at
    from placed
)

select * from final
