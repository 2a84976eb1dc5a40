{{ config(enabled = 'greenhouse' in var('systems'), schema = 'pii') }}

with contacts as (
    select * from {{ live('base_greenhouse__candidate_contacts') }}
),

applications as (
    select * from {{ live('base_greenhouse__applications') }}
),

emails as (
    {{ unnest_json_array('contacts', ['candidate_id'], 'email_addresses') }}
),

phones as (
    {{ unnest_json_array('contacts', ['candidate_id'], 'phone_numbers') }}
),

profiles as (
    {{ unnest_json_array('contacts', ['candidate_id'], 'social_media_addresses') }}
),

identifiers as (
    select
        'candidate' as record_type,
        candidate_id as record_id,
        'record' as identifier_type,
        concat('greenhouse:candidate:', candidate_id) as identifier_value
    from contacts
    union all
    select
        'prospect' as record_type,
        application_id as record_id,
        'record' as identifier_type,
        concat('greenhouse:candidate:', candidate_id) as identifier_value
    from applications
    where is_prospect and candidate_id is not null
    union all
    select
        'candidate' as record_type,
        candidate_id as record_id,
        'email' as identifier_type,
        {{ normalised_email(json_text('element', 'value')) }} as identifier_value
    from emails
    union all
    select
        'candidate' as record_type,
        candidate_id as record_id,
        'phone' as identifier_type,
        {{ digits_of(json_text('element', 'value')) }} as identifier_value
    from phones
    union all
    select
        'candidate' as record_type,
        candidate_id as record_id,
        'profile_url' as identifier_type,
        {{ bare_url(json_text('element', 'value')) }} as identifier_value
    from profiles
),

final as (
    select distinct
        'greenhouse' as system,
        record_type,
        record_id,
        identifier_type,
        identifier_value
    from identifiers
    where identifier_value is not null
)

select * from final
