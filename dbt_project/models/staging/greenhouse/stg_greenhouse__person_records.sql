{{ config(enabled = 'greenhouse' in var('systems')) }}

-- A prospect is an application that is no application yet; its candidate record has a row of its own.

with candidates as (
    select * from {{ live('base_greenhouse__candidates') }}
),

applications as (
    select * from {{ live('base_greenhouse__applications') }}
),

records as (
    select
        'candidate' as record_type,
        candidate_id as record_id,
        candidate_id,
        created_at,
        known_at
    from candidates
    union all
    select
        'prospect' as record_type,
        application_id as record_id,
        candidate_id,
        created_at,
        known_at
    from applications
    where is_prospect
),

final as (
    select
        'greenhouse' as system,
        records.record_type,
        records.record_id,
        cast(null as {{ type_of('string') }}) as day_columns,
        coalesce(candidates.is_anonymised, false) as is_anonymised,
        coalesce(candidates.is_internal_user, false) as is_internal_user,
        coalesce(candidates.do_not_contact, false) as do_not_contact,
        cast(null as date) as consent_until_date,
        cast(null as date) as retain_until_date,
        records.created_at,
        records.known_at
    from records
    left join candidates on records.candidate_id = candidates.candidate_id
)

select * from final
