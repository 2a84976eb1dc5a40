{{ config(enabled = 'greenhouse' in var('systems'), materialized = 'view') }}

-- An offer is approved when the last step of its flow is; a flow not yet approved gives none.

with flows as (
    select * from {{ live('base_greenhouse__approval_flows') }}
),

steps as (
    select * from {{ live('base_greenhouse__approver_groups') }}
),

approvers as (
    select * from {{ live('base_greenhouse__approvers') }}
),

answers as (
    select
        approver_group_id,
        max(resolved_at) as resolved_at
    from approvers
    where status = 'approved'
    group by approver_group_id
),

final as (
    select
        flows.offer_id,
        max(coalesce(steps.resolved_at, answers.resolved_at)) as approved_at
    from flows
    inner join steps on flows.approval_flow_id = steps.approval_flow_id
    left join answers on steps.approver_group_id = answers.approver_group_id
    where flows.offer_id is not null and flows.approval_status = 'approved'
    group by flows.offer_id
)

select * from final
