-- The oldest record has the smallest number: the smallest number of a cluster is its lasting name.
with records as (
    select * from {{ ref('int_person_records__unioned') }}
),

final as (
    select
        {{ surrogate_key(['system', 'record_type', 'record_id']) }} as record_key,
        system,
        record_type,
        record_id,
        row_number() over (
            order by coalesce(created_at, known_at), known_at, system, record_type, record_id
        ) as record_number,
        coalesce(is_anonymised, false) as is_anonymised,
        coalesce(is_internal_user, false) as is_internal_user,
        coalesce(do_not_contact, false) as do_not_contact,
        consent_until_date,
        retain_until_date,
        created_at,
        known_at
    from records
)

select * from final
