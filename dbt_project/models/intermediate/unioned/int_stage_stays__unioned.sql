with stays as (
    {{ union_contract('stage_stays') }}
),

applications as (
    select * from {{ ref('int_applications__zoned') }}
),

run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

final as (
    select
        {{ placed_columns(
            'stage_stays', 'stays', 'coalesce(applications.timezone, run_clock.company_timezone)',
            events=['entered_at', 'exited_at'],
            follows={'entered_at': ['applications.applied_at'], 'exited_at': ['applications.applied_at']}
        ) }}
    from stays
    cross join run_clock
    left join applications
        on
            stays.day_columns is not null
            and stays.system = applications.system
            and stays.application_id = applications.application_id
            and stays.job_id = applications.job_id
)

select * from final
