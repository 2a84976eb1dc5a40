{{ config(enabled = 'greenhouse' in var('systems'), schema = 'pii') }}

-- A candidate linked to a user is the employee of that user; which system keeps the employees is not said, so each is
-- offered.

with contacts as (
    select * from {{ live('base_greenhouse__candidate_contacts') }}
),

applications as (
    select * from {{ live('base_greenhouse__applications') }}
),

candidates as (
    select * from {{ live('base_greenhouse__candidates') }}
),

users as (
    select * from {{ live('base_greenhouse__users') }}
),

linked_users as (
    {{ unnest_json_array('candidates', ['candidate_id'], 'linked_user_ids') }}
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
        'greenhouse:candidate:' || candidate_id as identifier_value
    from contacts
    union all
    select
        'prospect' as record_type,
        application_id as record_id,
        'record' as identifier_type,
        'greenhouse:candidate:' || candidate_id as identifier_value
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
    {%- for system in var('systems') %}
    union all
    select
        'candidate' as record_type,
        linked_users.candidate_id as record_id,
        'record' as identifier_type,
        '{{ system }}:employee:' || users.employee_id as identifier_value
    from linked_users
    inner join users on {{ plain_id('linked_users.element') }} = users.user_id
    where users.employee_id is not null and users.employee_id <> ''
    {%- endfor %}
),

final as (
    select distinct
        record_type,
        record_id,
        identifier_type,
        identifier_value
    from identifiers
    where identifier_value is not null
)

{{ conform('final') }}
