with matches as (
    select * from {{ ref('int_system_matches__compared') }}
),

applications as (
    select application_key from {{ ref('fct_application') }}
),

final as (
    select
        matches.application_key,
        matches.ats_system,
        matches.crm_system,
        cast(null as {{ type_of('string') }}) as dq_flags,
        matches.sync_lag_hours,
        matches.is_matched,
        matches.is_status_equal,
        matches.is_owner_equal,
        matches.is_email_equal
    from matches
    inner join applications
        on matches.application_key = applications.application_key
)

select * from final
