with publication as (
    select * from {{ ref('publication') }}
),

quarters as (
    select * from {{ ref('int_recruiter_quarters__split') }}
),

applications as (
    select * from {{ ref('fct_application') }}
),

inactive_users as (
    select * from {{ ref('dim_user') }} where not is_active
),

beginnings as (
    select
        recruiter_key,
        min(applied_date) as first_applied_date
    from applications
    where recruiter_key is not null
    group by recruiter_key
),

-- where the source does not say, having work is being active
ramped as (
    select beginnings.recruiter_key
    from beginnings
    cross join publication
    left join inactive_users on beginnings.recruiter_key = inactive_users.user_key
    where
        inactive_users.user_key is null
        and beginnings.first_applied_date <= {{ add_days('publication.as_of_date', '-' ~ var('recruiter_ramp_days')) }}
),

parts as (
    select
        quarters.function,
        case when quarters.is_running then 0 else quarters.hires end as hires,
        case when quarters.is_running then 0e0 else quarters.share_of_quarter end as worked,
        case when quarters.is_running and ramped.recruiter_key is not null then quarters.share_of_quarter else 0e0 end
            as ramped
    from quarters
    left join ramped on quarters.recruiter_key = ramped.recruiter_key
),

scoped as (
    select * from parts where function is not null
    union all
    select
        'all' as function,
        hires,
        worked,
        ramped
    from parts
),

final as (
    select
        function,
        cast(sum(hires) as bigint) as recruiter_hires,
        cast({{ exact_sum('worked') }} as double) as recruiter_quarters,
        cast({{ exact_sum('ramped') }} as double) as ramped_recruiters
    from scoped
    group by function
)

select * from final
