{%- set settings = var('hygiene') -%}
with stays as (
    select * from {{ ref('int_stage_stays__unioned') }}
    where entered_at is not null and exited_at is null
),

applications as (
    select * from {{ ref('applications_owned') }}
),

-- The stay that the source calls the current one is it, else the one entered last; the others were never ended.
stays_in_order as (
    select
        *,
        {{ surrogate_key(['system', 'stay_id']) }} as interval_key,
        {{ surrogate_key(['system', 'application_id', 'job_id']) }} as application_key,
        row_number() over (
            partition by system, application_id, job_id
            order by coalesce(is_current, false) desc, entered_at desc, stay_id asc
        ) as place
    from stays
),

all_applications as (
    select cast(count(*) as double) as applications from applications
),

open_twice as (
    select count(distinct application_key) as applications
    from stays_in_order
    where place > 1
),

evaluated as (
    select
        {{ subject('stage_interval', 'stay_id', 'interval_key', of='stays_in_order', application='applications') }},
        'The stay was never ended, and its application is in another stage' as detail,
        stays_in_order.place > 1 as is_failed,
        stays_in_order.place > 1
        and open_twice.applications > {{ settings['stg_04_applications'] }}
        and open_twice.applications > {{ settings['stg_04_share'] }} * all_applications.applications as is_escalated,
        stays_in_order.known_at,
        stays_in_order.entered_at as since_at
    from stays_in_order
    cross join all_applications
    cross join open_twice
    left join applications on stays_in_order.application_key = applications.application_key
),

final as (
    {{ judged_rows('STG-04', escalates=true) }}
)

select * from final
