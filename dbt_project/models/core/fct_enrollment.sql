with enrollments as (
    select * from {{ ref('int_enrollments__keyed') }}
),

final as (
    select
        enrollment_key,
        person_key,
        sourcer_key,
        requisition_key,
        system,
        sequence_id,
        sequence_name,
        status,
        cast(null as {{ type_of('string') }}) as dq_flags,
        is_delivered,
        is_opened,
        is_clicked,
        is_replied,
        is_interested,
        enrolled_at,
        first_sent_at,
        first_reply_at,
        ended_at
    from enrollments
)

select * from final
