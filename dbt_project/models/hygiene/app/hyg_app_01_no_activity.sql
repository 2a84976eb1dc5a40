with inactivity as (
    select * from {{ ref('application_inactivity') }} where limit_days is not null
),

evaluated as (
    select
        'application' as entity_type,
        application_id as entity_id,
        application_key as entity_key,
        application_key,
        requisition_key,
        system,
        function,
        {{ stall_owner() }} as owner_key,
        recruiter_key,
        concat(
            'In ', current_stage, ', no activity for ', cast(cast(floor(inactive_days) as bigint) as string),
            ' days (limit ', cast(cast(limit_days as bigint) as string), '): ', replace(stall_reason, '_', ' ')
        ) as detail,
        inactive_days > limit_days and not has_interview_to_come as is_failed,
        false as is_escalated,
        known_at,
        last_activity_at as since_at
    from inactivity
),

final as (
    {{ judged_rows('APP-01') }}
)

select * from final
