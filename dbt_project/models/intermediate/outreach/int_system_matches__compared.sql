-- Active applications whose source label names a CRM, next to the person's newest profile there (M-75).
with applications as (
    select
        applications.*,
        sources.crm_system
    from {{ ref('int_applications__enriched') }} as applications
    inner join {{ ref('int_sources__mapped') }} as sources
        on applications.source_key = sources.source_key
    where applications.status = 'active' and sources.crm_system is not null
),

persons as (
    select * from {{ ref('int_persons__resolved') }}
),

users as (
    select * from {{ ref('int_users__keyed') }}
),

identifiers as (
    select * from {{ ref('int_person_identifiers__unioned') }}
    where identifier_type = 'email'
),

profiles as (
    select
        persons.person_key,
        profiles.system,
        profiles.owner_email_key,
        profiles.email_key,
        profiles.mapped_status,
        profiles.updated_at
    from {{ ref('int_crm_profiles__unioned') }} as profiles
    inner join persons
        on
            profiles.system = persons.system
            and profiles.record_type = persons.record_type
            and profiles.record_id = persons.record_id
    qualify row_number() over (
        partition by persons.person_key, profiles.system
        order by profiles.updated_at desc nulls last, profiles.record_id asc
    ) = 1
),

addresses as (
    select distinct
        applications.application_key,
        md5(identifiers.identifier_value) as email_key
    from applications
    inner join identifiers
        on
            applications.system = identifiers.system
            and identifiers.record_type = 'candidate'
            and applications.candidate_id = identifiers.record_id
),

last_moves as (
    select
        application_key,
        max(entered_at) as moved_at
    from {{ ref('int_stage_intervals__built') }}
    group by application_key
),

compared as (
    select
        applications.application_key,
        applications.system as ats_system,
        applications.crm_system,
        profiles.person_key is not null as is_matched,
        profiles.mapped_status = applications.status as is_status_equal,
        case
            when profiles.owner_email_key is not null
                then
                    coalesce(profiles.owner_email_key = recruiters.email_key, false)
                    or coalesce(profiles.owner_email_key = sourcers.email_key, false)
        end as is_owner_equal,
        case when profiles.email_key is not null then addresses.email_key is not null end as is_email_equal,
        profiles.updated_at,
        last_moves.moved_at
    from applications
    left join last_moves
        on applications.application_key = last_moves.application_key
    left join profiles
        on
            applications.person_key = profiles.person_key
            and applications.crm_system = profiles.system
    left join users as recruiters
        on applications.recruiter_key = recruiters.user_key
    left join users as sourcers
        on applications.sourcer_key = sourcers.user_key
    left join addresses
        on
            applications.application_key = addresses.application_key
            and profiles.email_key = addresses.email_key
),

final as (
    select
        compared.application_key,
        compared.ats_system,
        compared.crm_system,
        case
            when compared.is_matched
                then
                    {{ elapsed_days(
                        'compared.moved_at',
                        'case when compared.updated_at >= compared.moved_at then compared.updated_at'
                        ~ ' else run_clock.as_of_at end'
                    ) }} * 24
        end as sync_lag_hours,
        compared.is_matched,
        compared.is_status_equal,
        compared.is_owner_equal,
        compared.is_email_equal
    from compared
    cross join {{ source('ops', 'run_clock') }} as run_clock
)

select * from final
