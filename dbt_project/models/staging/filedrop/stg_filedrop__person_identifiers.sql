{{ config(enabled = 'filedrop' in var('systems'), schema = 'pii') }}

-- The file names the candidate record an employee came from, not its system: the id is offered for each of them.
-- A system may also be named in the cell itself, as <system>:candidate:<id>.

with employees as (
    select * from {{ live('base_filedrop__employees') }}
),

identifiers as (
    {%- for system in var('systems') %}
    select
        employee_id,
        '{{ system }}:candidate:' || record_id as identifier_value
    from employees
    where record_id not like '%:%'
    union all
    {%- endfor %}
    select
        employee_id,
        record_id as identifier_value
    from employees
    where record_id like '%:%'
),

final as (
    select
        'employee' as record_type,
        employee_id as record_id,
        'record' as identifier_type,
        identifier_value
    from identifiers
)

{{ conform('final') }}
