with employees as (
    select * from {{ ref('int_employees__unioned') }}
),

persons as (
    select * from {{ ref('int_persons__resolved') }} where record_type = 'employee'
),

final as (
    select
        persons.person_key,
        employees.system,
        employees.employee_id,
        employees.quality_performance,
        employees.quality_survey,
        employees.is_active,
        employees.start_date,
        employees.left_date,
        employees.known_at
    from employees
    inner join persons
        on
            employees.system = persons.system
            and coalesce(employees.record_id, employees.employee_id) = persons.record_id
)

select * from final
