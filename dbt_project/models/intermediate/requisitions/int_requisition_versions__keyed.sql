-- Organisation of a requisition over known time; facts look up the version of their own event (ruling 0.1). Open
-- ends are filled: a condition with "or is null" would turn every such look-up into a nested loop.
with versions as (
    select * from {{ ref('int_requisition_versions__unioned') }}
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

final as (
    select
        {{ surrogate_key(['versions.system', 'versions.job_id']) }} as requisition_key,
        case
            when versions.hiring_manager_id is not null
                then {{ surrogate_key(['versions.system', 'versions.hiring_manager_id']) }}
        end as hiring_manager_key,
        case
            when versions.recruiter_id is not null
                then {{ surrogate_key(['versions.system', 'versions.recruiter_id']) }}
        end as recruiter_key,
        coalesce(function_map.function, versions.department, 'Unassigned') as function,
        versions.department,
        versions.office,
        coalesce(versions.country, office_timezone.country) as country,
        coalesce(versions.timezone, office_timezone.timezone, run_clock.company_timezone) as timezone,
        coalesce(versions.valid_from, cast('0001-01-02 00:00:00' as {{ type_of('timestamp') }})) as valid_from,
        coalesce(versions.valid_to, {{ end_of_time() }}) as valid_to
    from versions
    cross join run_clock
    left join function_map
        on {{ name_key('versions.department') }} = function_map.department
    left join office_timezone
        on {{ name_key('versions.office') }} = office_timezone.office
)

select * from final
