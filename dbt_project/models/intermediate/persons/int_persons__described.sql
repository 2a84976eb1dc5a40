-- A record made before the calendar begins is of a day nobody meant (TIM-03): it was seen when we first saw it.
with records as (
    select * from {{ ref('int_persons__resolved') }}
),

employments as (
    select * from {{ ref('int_employments__keyed') }}
),

run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

employed as (
    select distinct employments.person_key
    from employments
    cross join run_clock
    where
        employments.start_date <= run_clock.as_of_date
        and (employments.left_date is null or employments.left_date >= run_clock.as_of_date)
),

grouped as (
    select
        person_key,
        bool_or(is_internal_user) as is_internal_user,
        bool_and(is_anonymised) as is_anonymised,
        bool_or(do_not_contact) as do_not_contact,
        max(consent_until_date) as consent_until_date,
        max(retain_until_date) as retain_until_date,
        min(record_number) as eldest_number
    from records
    group by person_key
),

final as (
    select
        grouped.person_key,
        eldest.system as first_system,
        employed.person_key is not null or grouped.is_internal_user as is_employee,
        grouped.is_anonymised,
        grouped.do_not_contact,
        grouped.consent_until_date,
        grouped.retain_until_date,
        case
            when eldest.created_at >= cast('{{ var("calendar_first_date") }}' as {{ type_of('timestamp') }})
                then eldest.created_at
            else eldest.known_at
        end as first_seen_at
    from grouped
    inner join records as eldest
        on grouped.eldest_number = eldest.record_number
    left join employed
        on grouped.person_key = employed.person_key
)

select * from final
