with publication as (
    select * from {{ ref('publication') }}
),

quarters as (
    select * from {{ ref('int_quarters__worked') }}
),

applications as (
    select * from {{ ref('fct_application') }} where recruiter_key is not null
),

hires as (
    select * from {{ ref('fct_hire') }}
),

-- to quarters first: the join then sees spans, not applications
spans as (
    select
        applications.recruiter_key,
        applications.function,
        count(*) as applications,
        {{ date_trunc_to('quarter', 'applications.applied_date') }} as first_quarter,
        {{ date_trunc_to('quarter', 'coalesce(applications.exited_date, publication.as_of_date)') }} as last_quarter
    from applications
    cross join publication
    group by
        applications.recruiter_key,
        applications.function,
        {{ date_trunc_to('quarter', 'applications.applied_date') }},
        {{ date_trunc_to('quarter', 'coalesce(applications.exited_date, publication.as_of_date)') }}
),

worked as (
    select
        spans.recruiter_key,
        spans.function,
        sum(spans.applications) as applications,
        quarters.is_running,
        quarters.quarter_start_date
    from spans
    inner join quarters
        on spans.first_quarter <= quarters.quarter_start_date and spans.last_quarter >= quarters.quarter_start_date
    group by spans.recruiter_key, spans.function, quarters.is_running, quarters.quarter_start_date
),

hired as (
    select
        applications.recruiter_key,
        hires.function,
        count(*) as hires,
        {{ date_trunc_to('quarter', 'hires.accepted_date') }} as quarter_start_date
    from hires
    inner join applications on hires.application_key = applications.application_key
    group by applications.recruiter_key, hires.function, {{ date_trunc_to('quarter', 'hires.accepted_date') }}
),

final as (
    select
        worked.recruiter_key,
        worked.function,
        cast(worked.applications as bigint) as applications,
        cast(coalesce(hired.hires, 0) as bigint) as hires,
        cast(worked.applications as double) / sum(worked.applications) over (
            partition by worked.recruiter_key, worked.quarter_start_date
        ) as share_of_quarter,
        worked.is_running,
        worked.quarter_start_date
    from worked
    left join hired
        on
            worked.recruiter_key = hired.recruiter_key
            and coalesce(worked.function, '') = coalesce(hired.function, '')
            and worked.quarter_start_date = hired.quarter_start_date
)

select * from final
