-- What is known are the functions of seeds/function_map.csv. The plan and the spend name functions, requisitions
-- departments: all of them end in the same column, and none may make a function by itself. A line for the
-- seed is made of a department alone: whether a name in a file is a function or a line of totals, nobody can know.
with requisitions as (
    select * from {{ ref('int_requisitions__keyed') }}
),

plan as (
    select * from {{ ref('int_hiring_plan__keyed') }}
),

spend as (
    select * from {{ ref('int_source_spend__converted') }}
    where function is not null
),

functions as (
    select distinct function
    from {{ ref('function_map') }}
    where function <> '?'
),

named as (
    select
        'requisition' as entity_type,
        job_id as entity_id,
        requisition_key as entity_key,
        requisition_key,
        system,
        function,
        recruiter_key,
        case
            when nullif(trim(department), '') is null then 'Has no department'
            when function = '?'
                then concat('Department "', department, '" has no function yet in seeds/function_map.csv')
            else concat('Department "', department, '" is not in seeds/function_map.csv')
        end as detail,
        case
            when function <> '?'
                then {{ csv_cell("nullif(" ~ name_key('department') ~ ", '')") }} || ',?'
        end as seed_line,
        known_at,
        created_at as since_at
    from requisitions
    union all
    select
        'hiring_plan' as entity_type,
        concat(
            coalesce(function, 'no function'), ', ', cast(quarter_start_date as string), ', version ',
            coalesce(plan_version, '')
        ) as entity_id,
        plan_key as entity_key,
        cast(null as string) as requisition_key,
        system,
        function,
        cast(null as string) as recruiter_key,
        concat('The plan''s function "', coalesce(function, ''), '" is not in seeds/function_map.csv') as detail,
        cast(null as {{ type_of('string') }}) as seed_line,
        known_at,
        planned_at as since_at
    from plan
    union all
    select
        'source_spend' as entity_type,
        spend_name as entity_id,
        spend_key as entity_key,
        cast(null as string) as requisition_key,
        system,
        function,
        cast(null as string) as recruiter_key,
        concat('The spend''s function "', function, '" is not in seeds/function_map.csv') as detail,
        cast(null as {{ type_of('string') }}) as seed_line,
        cast(null as {{ type_of('timestamp') }}) as known_at,
        cast(month_start_date as {{ type_of('timestamp') }}) as since_at
    from spend
),

-- a function nobody knows is no scope of the results
evaluated as (
    select
        named.entity_type,
        named.entity_id,
        named.entity_key,
        cast(null as string) as application_key,
        named.requisition_key,
        named.system,
        functions.function,
        named.recruiter_key as owner_key,
        named.recruiter_key,
        named.detail,
        named.seed_line,
        functions.function is null as is_failed,
        named.known_at,
        named.since_at
    from named
    left join functions on named.function = functions.function
),

final as (
    {{ judged_rows('REQ-03', seed_line='evaluated.seed_line') }}
)

select * from final
