{{ config(enabled = 'filedrop' in var('systems')) }}

with applications as (
    select * from {{ live('base_filedrop__applications') }}
),

employees as (
    select * from {{ live('base_filedrop__employees') }}
),

-- A candidate came with the first application; where that may be a day or a time of it, it is the day.
first_applied as (
    select
        candidate_id,
        min(applied_at) as applied_at,
        min(case when {{ is_day('applied_at', 'applications') }} then applied_at end) as first_day_at,
        min(known_at) as known_at
    from applications
    where candidate_id is not null
    group by candidate_id
),

records as (
    select
        'candidate' as record_type,
        candidate_id as record_id,
        case when first_day_at = applied_at then 'created_at' end as day_columns,
        applied_at as created_at,
        known_at
    from first_applied
    union all
    select
        'employee' as record_type,
        employee_id as record_id,
        cast(null as {{ type_of('string') }}) as day_columns,
        cast(null as {{ type_of('timestamp') }}) as created_at,
        known_at
    from employees
),

final as (
    select
        record_type,
        record_id,
        day_columns,
        false as is_anonymised,
        record_type = 'employee' as is_internal_user,
        false as do_not_contact,
        created_at,
        known_at
    from records
)

{{ conform('final', lacks={
    'Files carry neither consent nor a deadline of deletion.': ['consent_until_date', 'retain_until_date'],
}) }}
