{{ config(enabled = 'gem' in var('systems'), schema = 'pii') }}

with contacts as (
    select * from {{ live('base_gem__candidate_contacts') }}
),

candidates as (
    select * from {{ live('base_gem__candidates') }}
),

emails as (
    {{ unnest_json_array('contacts', ['candidate_id'], 'emails') }}
),

profiles as (
    {{ unnest_json_array('contacts', ['candidate_id'], 'profiles') }}
),

identifiers as (
    select
        candidate_id,
        'record' as identifier_type,
        'greenhouse:candidate:' || ats_candidate_id as identifier_value
    from candidates
    union all
    select
        candidate_id,
        'email' as identifier_type,
        {{ normalised_email(json_text('element', 'email_address')) }} as identifier_value
    from emails
    union all
    select
        candidate_id,
        'phone' as identifier_type,
        {{ digits_of('phone_number') }} as identifier_value
    from contacts
    union all
    select
        candidate_id,
        'profile_url' as identifier_type,
        {{ bare_url(json_text('element', 'url')) }} as identifier_value
    from profiles
    union all
    select
        candidate_id,
        'profile_url' as identifier_type,
        'linkedin.com/in/' || lower(nullif(trim(linked_in_handle), '')) as identifier_value
    from contacts
),

final as (
    select distinct
        'prospect' as record_type,
        candidate_id as record_id,
        identifier_type,
        identifier_value
    from identifiers
    where identifier_value is not null and identifier_value not in ('greenhouse:candidate:', 'linkedin.com/in/')
)

{{ conform('final') }}
