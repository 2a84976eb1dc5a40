-- Touchpoints of a hire in the days before its original application, then the application itself (M-32).
with hires as (
    select
        hires.hire_key,
        hires.person_key,
        applications.channel,
        applications.original_applied_at
    from {{ ref('int_hires__built') }} as hires
    inner join {{ ref('int_applications__enriched') }} as applications
        on hires.application_key = applications.application_key
),

replies as (
    select
        hires.hire_key,
        'sourced_outbound' as channel,
        min(replies.replied_at) as touchpoint_at,
        1 as kind_order,
        coalesce(replies.enrollment_key, 'none') as touchpoint
    from hires
    inner join {{ ref('int_replies__human') }} as replies
        on
            hires.person_key = replies.person_key
            and hires.original_applied_at >= replies.replied_at
            and replies.replied_at
            >= {{ add_days('hires.original_applied_at', '-' ~ var('attribution_window_days'), to='timestamp') }}
    group by hires.hire_key, coalesce(replies.enrollment_key, 'none')
),

events as (
    select
        hires.hire_key,
        'event_campus' as channel,
        touches.occurred_at as touchpoint_at,
        2 as kind_order,
        touches.touch_key as touchpoint
    from hires
    inner join {{ ref('int_touches__keyed') }} as touches
        on
            hires.person_key = touches.person_key
            and touches.touch_type = 'event'
            and hires.original_applied_at >= touches.occurred_at
            and touches.occurred_at
            >= {{ add_days('hires.original_applied_at', '-' ~ var('attribution_window_days'), to='timestamp') }}
),

touchpoints as (
    select * from replies
    union all
    select * from events
    union all
    select
        hire_key,
        channel,
        original_applied_at as touchpoint_at,
        3 as kind_order,
        hire_key as touchpoint
    from hires
),

numbered as (
    select
        hire_key,
        channel,
        touchpoint_at,
        row_number() over (partition by hire_key order by touchpoint_at, kind_order, touchpoint) as touch_number,
        count(*) over (partition by hire_key) as touch_count
    from touchpoints
),

models as (
    select 'first' as attribution_model
    union all
    select 'last' as attribution_model
    union all
    select 'linear' as attribution_model
),

final as (
    select
        numbered.hire_key,
        models.attribution_model,
        numbered.channel,
        numbered.touch_number,
        case models.attribution_model
            when 'first' then case when numbered.touch_number = 1 then cast(1 as double) else cast(0 as double) end
            when 'last'
                then case
                    when numbered.touch_number = numbered.touch_count then cast(1 as double) else cast(0 as double)
                end
            else cast(1 as double) / numbered.touch_count
        end as weight,
        numbered.touchpoint_at
    from numbered
    cross join models
)

select * from final
