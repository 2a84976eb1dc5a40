-- Last thing somebody did on an application by the as-of clock (M-05): interviews held or put in the calendar,
-- scorecards, offer actions, messages either way while it was open. Stage moves are added where the ends are known.
-- A system that tells of no interview at all (a folder of files) tells at most when an application was last worked on,
-- which counts then; elsewhere a vendor's own date would count what its machines do.
with applications as (
    select * from {{ ref('int_applications__ended') }}
),

source_applications as (
    select * from {{ ref('int_applications__unioned') }}
),

systems_with_interviews as (
    select distinct system from {{ ref('int_interviews__unioned') }}
),

interviews as (
    select * from {{ ref('int_interviews__keyed') }}
),

scorecards as (
    select * from {{ ref('int_scorecards__keyed') }}
),

offers as (
    select * from {{ ref('int_offers__latest') }}
),

touches as (
    select
        person_key,
        occurred_at
    from {{ ref('int_touches__keyed') }}
    where touch_type in ('message', 'reply', 'call', 'meeting') and not is_machine
),

run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

acts as (
    select
        application_key,
        scheduled_at as occurred_at
    from interviews
    union all
    select
        application_key,
        starts_at as occurred_at
    from interviews
    where status = 'completed'
    union all
    select
        application_key,
        ends_at as occurred_at
    from interviews
    where status = 'completed'
    union all
    select
        application_key,
        submitted_at as occurred_at
    from scorecards
    union all
    select
        application_key,
        created_at as occurred_at
    from offers
    union all
    select
        application_key,
        approved_at as occurred_at
    from offers
    union all
    select
        application_key,
        sent_at as occurred_at
    from offers
    union all
    select
        application_key,
        answered_at as occurred_at
    from offers
    union all
    select
        applications.application_key,
        touches.occurred_at
    from applications
    inner join touches
        on
            applications.person_key = touches.person_key
            and applications.applied_at <= touches.occurred_at
            and (applications.exited_at is null or applications.exited_at >= touches.occurred_at)
    union all
    select
        applications.application_key,
        source_applications.last_activity_at as occurred_at
    from applications
    inner join source_applications
        on
            applications.system = source_applications.system
            and applications.application_id = source_applications.application_id
            and applications.job_id = source_applications.job_id
    left join systems_with_interviews on applications.system = systems_with_interviews.system
    where systems_with_interviews.system is null and source_applications.last_activity_at is not null
),

final as (
    select
        acts.application_key,
        max(acts.occurred_at) as last_act_at
    from acts
    cross join run_clock
    where acts.occurred_at <= run_clock.as_of_at
    group by acts.application_key
)

select * from final
