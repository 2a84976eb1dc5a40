{{ config(enabled = 'greenhouse' in var('systems'), **folded_by('job_id')) }}

with observations as (
    {{ completed_observations(source('raw_greenhouse', 'jobs')) }}
),

renamed as (
    select
        {{ text_id('id') }} as job_id,
        requisition_id,
        {{ text_id('department_id') }} as department_id,
        {{ plain_id(json_text('office_ids', 0)) }} as office_id,
        name as title,
        status,
        coalesce(
            lower({{ json_text('custom_fields', var('greenhouse_fields')['evergreen'] ~ '.value') }})
            in ('true', 'yes', '1'),
            false
        ) as is_evergreen,
        coalesce(confidential, false) as is_confidential,
        coalesce(is_template, false) as is_template,
        opened_at,
        closed_at,
        created_at,
        updated_at,
        {{ observation_columns() }}
    from observations
)

{{ latest_observations('renamed', ['job_id']) }}
