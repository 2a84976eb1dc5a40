with quarters as (
    select * from {{ ref('int_quarters__worked') }} where not is_running
),

applications as (
    select * from {{ ref('fct_application') }}
),

interviews as (
    select * from {{ ref('fct_interview') }} where status = 'completed'
),

scorecards as (
    select * from {{ ref('fct_scorecard') }} where interviewer_key is not null
),

hires as (
    select * from {{ ref('fct_hire') }}
),

-- whoever has a scorecard to write, drafts included, was there; at least one person was
panels as (
    select
        interview_key,
        count(distinct interviewer_key) as interviewers
    from scorecards
    group by interview_key
),

events as (
    select
        applications.function,
        {{ elapsed_days('interviews.starts_at', 'interviews.ends_at') }} * 24
        * coalesce(panels.interviewers, 1) as hours,
        0 as hires,
        {{ date_trunc_to('quarter', 'interviews.ends_date') }} as quarter_start_date
    from interviews
    inner join applications on interviews.application_key = applications.application_key
    left join panels on interviews.interview_key = panels.interview_key
    where interviews.ends_at >= interviews.starts_at
    union all
    select
        function,
        cast(null as {{ type_of('double') }}) as hours,
        1 as hires,
        {{ date_trunc_to('quarter', 'accepted_date') }} as quarter_start_date
    from hires
),

counted as (
    select events.*
    from events
    inner join quarters on events.quarter_start_date = quarters.quarter_start_date
),

-- a company younger than the window has fewer quarters to take the mean of
company as (
    select count(distinct quarter_start_date) as quarters from counted where hours is not null
),

scoped as (
    select * from counted where function is not null
    union all
    select
        'all' as function,
        hours,
        hires,
        quarter_start_date
    from counted
),

final as (
    select
        scoped.function,
        cast(sum(scoped.hires) as bigint) as trailing_hires,
        cast(company.quarters as bigint) as interviewed_quarters,
        coalesce(cast({{ exact_sum('scoped.hours') }} as double), 0e0) as trailing_interviewer_hours
    from scoped
    cross join company
    group by scoped.function, company.quarters
)

select * from final
