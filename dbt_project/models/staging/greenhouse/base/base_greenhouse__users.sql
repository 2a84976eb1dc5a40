{{ config(enabled = 'greenhouse' in var('systems'), **folded_by('user_id')) }}

with observations as (
    {{ completed_observations(source('raw_greenhouse', 'users')) }}
),

renamed as (
    select
        {{ text_id('id') }} as user_id,
        md5(nullif({{ name_key('primary_email') }}, '')) as email_key,
        employee_id,
        {{ plain_id(json_text('department_ids', 0)) }} as department_id,
        not coalesce(deactivated, false) as is_active,
        updated_at,
        {{ observation_columns() }}
    from observations
)

{{ latest_observations('renamed', ['user_id']) }}
