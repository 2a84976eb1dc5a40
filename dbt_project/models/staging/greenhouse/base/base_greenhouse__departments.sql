{{ config(enabled = 'greenhouse' in var('systems'), **folded_by('department_id')) }}

with observations as (
    {{ completed_observations(source('raw_greenhouse', 'departments')) }}
),

renamed as (
    select
        {{ text_id('id') }} as department_id,
        name as department_name,
        updated_at,
        {{ observation_columns() }}
    from observations
)

{{ latest_observations('renamed', ['department_id']) }}
