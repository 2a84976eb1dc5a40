-- Whether the person worked here on the day of the original application (E6): the HRIS decides where it knows the
-- person, else a record linked to one of our users.
with applications as (
    select
        application_key,
        person_key,
        {{ local_date('original_applied_at', 'timezone') }} as original_applied_date
    from {{ ref('int_applications__keyed') }}
),

employments as (
    select * from {{ ref('int_employments__keyed') }}
),

linked as (
    select distinct person_key
    from {{ ref('int_persons__resolved') }}
    where is_internal_user
),

known as (
    select
        applications.application_key,
        bool_or(
            employments.start_date <= applications.original_applied_date
            and (employments.left_date is null or employments.left_date >= applications.original_applied_date)
        ) as is_employed
    from applications
    inner join employments
        on applications.person_key = employments.person_key
    group by applications.application_key
),

final as (
    select
        applications.application_key,
        coalesce(known.is_employed, linked.person_key is not null) as is_internal
    from applications
    left join known
        on applications.application_key = known.application_key
    left join linked
        on applications.person_key = linked.person_key
)

select * from final
