{{ config(enabled = 'greenhouse' in var('systems'), **folded_by('approver_group_id')) }}

with observations as (
    {{ completed_observations(source('raw_greenhouse', 'approver_groups')) }}
),

renamed as (
    select
        {{ text_id('id') }} as approver_group_id,
        {{ text_id('approval_flow_id') }} as approval_flow_id,
        resolved_at,
        updated_at,
        {{ observation_columns() }}
    from observations
)

{{ latest_observations('renamed', ['approver_group_id']) }}
