{{ config(enabled = 'greenhouse' in var('systems'), **folded_by('approval_flow_id')) }}

with observations as (
    {{ completed_observations(source('raw_greenhouse', 'approval_flows')) }}
),

renamed as (
    select
        {{ text_id('id') }} as approval_flow_id,
        {{ text_id('job_id') }} as job_id,
        {{ text_id('offer_id') }} as offer_id,
        approval_type,
        approval_status,
        updated_at,
        {{ observation_columns() }}
    from observations
)

{{ latest_observations('renamed', ['approval_flow_id']) }}
