{{ config(enabled = 'gem' in var('systems'), materialized = 'table', schema = 'pii') }}

-- `||` because an absent key must stay null: concat() would make one key of all absent ones.
-- The data export numbers people by itself; only e-mails, addresses of profiles and the ATS's id lead to the API's
-- record. The record most keys agree on wins; an address and the handle at its end are one key. Deleted records are not
-- matched: their events leave with them.

with contacts as (
    select * from {{ live('base_gem__candidate_contacts') }}
),

candidates as (
    select * from {{ live('base_gem__candidates') }}
),

events as (
    select * from {{ live('base_gem__event_contacts') }}
),

infos as (
    select * from {{ live('base_gem__candidate_info') }}
),

api_emails as (
    {{ unnest_json_array('contacts', ['candidate_id'], 'emails') }}
),

info_emails as (
    {{ unnest_json_array('infos', ['export_candidate_id'], 'all_candidate_emails') }}
),

api_profiles as (
    {{ unnest_json_array('contacts', ['candidate_id'], 'profiles') }}
),

api_keys as (
    select
        candidate_id,
        {{ normalised_email(json_text('element', 'email_address')) }} as match_key
    from api_emails
    union all
    select
        candidate_id,
        'ats:' || ats_candidate_id as match_key
    from candidates
    union all
    select
        candidate_id,
        'handle:' || lower(linked_in_handle) as match_key
    from contacts
    union all
    select
        candidate_id,
        'profile:linkedin.com/in/' || lower(nullif(trim(linked_in_handle), '')) as match_key
    from contacts
    union all
    select
        candidate_id,
        'profile:' || {{ bare_url(json_text('element', 'url')) }} as match_key
    from api_profiles
),

export_keys as (
    select
        export_candidate_id,
        email as match_key
    from events
    union all
    select
        export_candidate_id,
        {{ normalised_email('element') }} as match_key
    from info_emails
    union all
    select
        export_candidate_id,
        'ats:' || ats_candidate_id as match_key
    from events
    union all
    select
        export_candidate_id,
        'ats:' || ats_candidate_id as match_key
    from infos
    union all
    select
        export_candidate_id,
        'handle:' || nullif(regexp_extract({{ bare_url('linkedin_url') }}, '([^/]+)$', 1), '') as match_key
    from infos
    union all
    select
        export_candidate_id,
        'profile:' || {{ bare_url('linkedin_url') }} as match_key
    from infos
),

matched as (
    select
        export_keys.export_candidate_id,
        api_keys.candidate_id,
        count(
            distinct case
                when export_keys.match_key like 'handle:%' or export_keys.match_key like 'profile:%' then 'profile'
                else export_keys.match_key
            end
        ) as shared_keys
    from export_keys
    inner join api_keys on export_keys.match_key = api_keys.match_key
    group by export_keys.export_candidate_id, api_keys.candidate_id
),

final as (
    select
        export_candidate_id,
        candidate_id
    from matched
    qualify row_number() over (partition by export_candidate_id order by shared_keys desc, candidate_id asc) = 1
)

select * from final
