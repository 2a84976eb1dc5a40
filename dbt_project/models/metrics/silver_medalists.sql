with publication as (
    select * from {{ ref('publication') }}
),

-- consent, erasure and the wish not to be contacted come before any merit
persons as (
    select persons.*
    from {{ ref('dim_person') }} as persons
    cross join publication
    where
        coalesce(persons.consent_until_date >= publication.as_of_date, true)
        and not coalesce(persons.is_anonymised, false)
        and not coalesce(persons.is_employee, false)
        and not coalesce(persons.do_not_contact, false)
),

finalists as (
    select * from {{ ref('int_finalists__judged') }}
),

active_persons as (
    select distinct person_key from {{ ref('fct_application') }} where status = 'active'
),

last_hires as (
    select
        person_key,
        max(accepted_at) as hired_at
    from {{ ref('fct_hire') }}
    group by person_key
),

touches as (
    select touches.*
    from {{ ref('fct_touch') }} as touches
    cross join publication
    where touches.occurred_at <= publication.as_of_at
),

medalists as (
    select
        finalists.*,
        row_number() over (
            partition by finalists.person_key
            order by finalists.exited_at desc, finalists.application_key asc
        ) as place
    from finalists
    inner join persons on finalists.person_key = persons.person_key
    left join active_persons on finalists.person_key = active_persons.person_key
    left join last_hires on finalists.person_key = last_hires.person_key
    where
        active_persons.person_key is null
        and coalesce(last_hires.hired_at < finalists.exited_at, true)
),

engaged as (
    select
        medalists.application_key,
        min(touches.occurred_at) as re_engaged_at
    from medalists
    inner join touches on medalists.person_key = touches.person_key and medalists.exited_at < touches.occurred_at
    where touches.direction = 'outbound'
    group by medalists.application_key
),

answered as (
    select
        medalists.application_key,
        min(touches.occurred_at) as replied_at
    from medalists
    inner join engaged on medalists.application_key = engaged.application_key
    inner join touches on medalists.person_key = touches.person_key and engaged.re_engaged_at < touches.occurred_at
    where touches.touch_type = 'reply' and not touches.is_machine
    group by medalists.application_key
),

final as (
    select
        medalists.person_key,
        medalists.application_key,
        medalists.function,
        medalists.furthest_stage,
        medalists.exit_type,
        medalists.exit_reason,
        medalists.mean_rating,
        medalists.exited_at,
        engaged.re_engaged_at,
        answered.replied_at
    from medalists
    left join engaged on medalists.application_key = engaged.application_key
    left join answered on medalists.application_key = answered.application_key
    where medalists.place = 1
)

select * from final
