with persons as (
    select * from {{ ref('int_persons__described') }}
),

final as (
    select
        person_key,
        first_system,
        is_employee,
        is_anonymised,
        do_not_contact,
        consent_until_date,
        retain_until_date,
        first_seen_at
    from persons
)

select * from final
