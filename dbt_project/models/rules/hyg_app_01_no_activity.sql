with inactivity as (
    select * from {{ ref('application_inactivity') }} where limit_days is not null
),

evaluated as (
    select
        {{ application_subject('inactivity', owner_key=stall_owner()) }},
        concat(
            'In ', current_stage, ', no activity for ', {{ whole_number('inactive_days') }},
            ' days (limit ', cast(cast(limit_days as bigint) as string), '): ', replace(stall_reason, '_', ' ')
        ) as detail,
        inactive_days > limit_days and not has_interview_to_come as is_failed,
        known_at,
        last_activity_at as since_at
    from inactivity
),

final as (
    {{ judged_rows('APP-01') }}
)

select * from final
