with inactivity as (
    select * from {{ ref('application_inactivity') }} where limit_days is not null
),

evaluated as (
    select
        {{ application_subject('inactivity') }},
        concat(
            'In ', current_stage, ', no activity for ', {{ whole_number('inactive_days') }},
            ' days: left out of coverage and forecast until decided'
        ) as detail,
        inactive_days > greatest({{ var('zombie_multiple') }} * limit_days, {{ var('zombie_days') }})
        and not has_interview_to_come as is_failed,
        known_at,
        last_activity_at as since_at
    from inactivity
),

final as (
    {{ judged_rows('APP-02') }}
)

select * from final
