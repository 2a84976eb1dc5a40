{{ config(enabled = 'greenhouse' in var('systems'), **folded_by('offer_id')) }}

{% set fields = var('greenhouse_fields') -%}
{% set base_salary = json_text('custom_fields', fields['base_salary'] ~ '.value.amount') -%}
{% set expires_on = json_text('custom_fields', fields['expires_on'] ~ '.value') -%}
with observations as (
    {{ completed_observations(source('raw_greenhouse', 'offers')) }}
),

renamed as (
    select
        {{ text_id('id') }} as offer_id,
        {{ text_id('application_id') }} as application_id,
        {{ text_id('job_id') }} as job_id,
        {{ text_id('opening_id') }} as opening_id,
        status,
        upper({{ json_text('custom_fields', fields['base_salary'] ~ '.value.unit') }}) as currency,
        version,
        {{ read_text(base_salary, 'money') }} as base_pay_amount,
        {{ is_unread(base_salary, 'money') }} as is_base_salary_unread,
        {{ is_unread(expires_on, 'date') }} as is_expires_on_unread,
        sent_on,
        starts_on as start_date,
        {{ read_text(expires_on, 'date') }} as expires_on,
        resolved_at,
        created_at,
        updated_at,
        {{ observation_columns() }}
    from observations
)

{{ latest_observations('renamed', ['offer_id']) }}
