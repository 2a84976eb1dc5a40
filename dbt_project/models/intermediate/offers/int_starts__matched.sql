-- Start of each hire: the first HRIS record of the person that starts after they applied, else what the offer says.
-- An internal move may have no new record: then the person's own record stands for it. A record that ends before it
-- starts is of somebody who never came (E11), unless it ends before they were hired: TIM-05 holds that one back.
with applications as (
    select * from {{ ref('int_applications__keyed') }}
    where is_hired
),

employments as (
    select * from {{ ref('int_employments__keyed') }}
),

offers as (
    select * from {{ ref('int_offers__latest') }}
),

matched as (
    select
        applications.application_key,
        employments.employee_id,
        employments.quality_performance,
        employments.quality_survey,
        employments.start_date,
        employments.left_date,
        employments.start_date >= {{ local_date('applications.original_applied_at', 'applications.timezone') }}
            as is_new_start
    from applications
    inner join employments
        on applications.person_key = employments.person_key
    where
        employments.left_date is null
        or employments.start_date is null
        or employments.left_date >= employments.start_date
        or employments.left_date >= {{ local_date('applications.hired_at', 'applications.timezone') }}
    qualify row_number() over (
        partition by applications.application_key
        order by
            case
                when
                    employments.start_date
                    >= {{ local_date('applications.original_applied_at', 'applications.timezone') }}
                    then 0
                else 1
            end,
            case
                when
                    employments.start_date
                    >= {{ local_date('applications.original_applied_at', 'applications.timezone') }}
                    then employments.start_date
            end,
            employments.start_date desc,
            employments.employee_id asc
    ) = 1
),

final as (
    select
        applications.application_key,
        offers.offer_key,
        matched.employee_id,
        matched.quality_performance,
        matched.quality_survey,
        matched.employee_id is not null as has_employee_record,
        coalesce(matched.is_new_start, false) as is_new_start,
        case when matched.is_new_start then matched.start_date else offers.start_date end as start_date,
        case when matched.is_new_start then matched.left_date end as left_date
    from applications
    left join matched
        on applications.application_key = matched.application_key
    left join offers
        on applications.application_key = offers.application_key
)

select * from final
