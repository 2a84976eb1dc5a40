-- One row per human reply and enrolment (null: outside any), with the sourcer who owns the enrolment; outside any, with
-- who was answered.
with touches as (
    select * from {{ ref('int_touches__keyed') }}
    where touch_type = 'reply' and not is_machine
),

enrollments as (
    select * from {{ ref('int_enrollments__keyed') }}
),

together as (
    select
        person_key,
        enrollment_key,
        case when enrollment_key is null then user_key end as user_key,
        occurred_at as replied_at
    from touches
    union
    select
        person_key,
        enrollment_key,
        cast(null as {{ type_of('string') }}) as user_key,
        first_reply_at as replied_at
    from enrollments
    where first_reply_at is not null
),

final as (
    select
        together.person_key,
        together.enrollment_key,
        coalesce(enrollments.sourcer_key, together.user_key) as sourcer_key,
        together.replied_at
    from together
    left join enrollments
        on together.enrollment_key = enrollments.enrollment_key
)

select * from final
