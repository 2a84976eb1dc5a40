{{ config(enabled = 'greenhouse' in var('systems'), **folded_by('approver_row_id')) }}

with observations as (
    {{ completed_observations(source('raw_greenhouse', 'approvers')) }}
),

renamed as (
    select
        {{ text_id('id') }} as approver_row_id,
        {{ text_id('approver_group_id') }} as approver_group_id,
        status,
        resolved_at,
        updated_at,
        {{ observation_columns() }}
    from observations
)

{{ latest_observations('renamed', ['approver_row_id']) }}
