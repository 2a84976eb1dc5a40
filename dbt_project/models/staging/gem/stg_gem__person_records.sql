{{ config(enabled = 'gem' in var('systems')) }}

with candidates as (
    select * from {{ live('base_gem__candidates') }}
),

final as (
    select
        'gem' as system,
        'prospect' as record_type,
        candidate_id as record_id,
        cast(null as {{ type_of('string') }}) as day_columns,
        is_anonymised,
        false as is_internal_user,
        false as do_not_contact,
        cast(null as date) as consent_until_date,
        cast(null as date) as retain_until_date,
        created_at,
        known_at
    from candidates
)

select * from final
