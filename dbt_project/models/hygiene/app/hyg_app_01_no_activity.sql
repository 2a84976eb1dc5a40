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
        case stall_reason
            when 'no_interview_scheduled' then coalesce(coordinator_key, recruiter_key)
            when 'scorecard_missing' then coalesce(answerable_key, recruiter_key)
            else recruiter_key
        end as owner_key,
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
