-- As of touches: an enrolment of somebody of whom the system shows no record is nobody's.
with enrollments as (
    select * from {{ ref('int_enrollments__unioned') }}
),

persons as (
    select * from {{ ref('int_persons__resolved') }}
),

requisitions as (
    select * from {{ ref('int_requisitions__keyed') }}
),

replies as (
    select
        system,
        enrollment_id,
        min(occurred_at) as first_reply_at
    from {{ ref('int_touches__unioned') }}
    where touch_type = 'reply' and not coalesce(is_machine, false) and enrollment_id is not null
    group by system, enrollment_id
),

final as (
    select
        {{ surrogate_key(['enrollments.system', 'enrollments.enrollment_id']) }} as enrollment_key,
        persons.person_key,
        case
            when enrollments.sourcer_id is not null
                then {{ surrogate_key(['enrollments.system', 'enrollments.sourcer_id']) }}
        end as sourcer_key,
        requisitions.requisition_key,
        enrollments.system,
        enrollments.enrollment_id,
        enrollments.sequence_id,
        enrollments.sequence_name,
        enrollments.status,
        enrollments.is_delivered,
        enrollments.is_opened,
        enrollments.is_clicked,
        coalesce(enrollments.first_reply_at, replies.first_reply_at) is not null as is_replied,
        enrollments.is_interested,
        enrollments.enrolled_at,
        enrollments.first_sent_at,
        coalesce(enrollments.first_reply_at, replies.first_reply_at) as first_reply_at,
        enrollments.ended_at,
        enrollments.known_at
    from enrollments
    inner join persons
        on
            enrollments.system = persons.system
            and enrollments.record_type = persons.record_type
            and enrollments.record_id = persons.record_id
    left join requisitions
        on
            enrollments.system = requisitions.system
            and enrollments.job_id = requisitions.job_id
    left join replies
        on
            enrollments.system = replies.system
            and enrollments.enrollment_id = replies.enrollment_id
)

select * from final
