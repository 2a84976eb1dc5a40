-- One row per acceptance (E10). A renege is the source's end of a hired application, a later end of the offer,
-- or an HRIS record that ends before it starts (E11); the hire stays where it was.
with applications as (
    select * from {{ ref('int_applications__enriched') }}
    where status = 'hired'
),

starts as (
    select * from {{ ref('int_starts__matched') }}
),

offers as (
    select * from {{ ref('int_offers__latest') }}
),

openings as (
    select
        system,
        filled_application_id,
        job_id,
        min(opening_id) as opening_id
    from {{ ref('int_openings__unioned') }}
    where filled_application_id is not null
    group by system, filled_application_id, job_id
),

run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

joined as (
    select
        applications.*,
        offers.offer_key,
        coalesce(
            offers.opening_key,
            case
                when openings.opening_id is not null
                    then {{ surrogate_key(['openings.system', 'openings.opening_id']) }}
            end
        ) as opening_key,
        starts.quality_performance,
        starts.quality_survey,
        coalesce(starts.has_employee_record, false) as has_employee_record,
        starts.left_date,
        run_clock.as_of_date,
        coalesce(
            applications.undone_at,
            case
                when offers.status in ('declined', 'rescinded') and offers.answered_at > applications.hired_at
                    then offers.answered_at
            end,
            case
                when starts.left_date < starts.start_date
                    then {{ local_midnight('starts.left_date', 'applications.timezone') }}
            end
        ) as reneged_at
    from applications
    cross join run_clock
    left join starts
        on applications.application_key = starts.application_key
    left join offers
        on applications.application_key = offers.application_key
    left join openings
        on
            applications.system = openings.system
            and applications.application_id = openings.filled_application_id
            and applications.job_id = openings.job_id
),

rated as (
    select
        *,
        {{ surrogate_key(['application_key', "'hire'"]) }} as hire_key,
        {{ local_date('reneged_at', 'timezone') }} as reneged_date,
        case
            when not has_employee_record or reneged_at is not null then null
            when {{ days_between('start_date', 'left_date') }} <= {{ var('quality_retention_days') }}
                then cast(0 as double)
            when {{ days_between('start_date', 'as_of_date') }} >= {{ var('quality_retention_days') }}
                then cast(100 as double)
        end as quality_retention,
        {{ days_between('start_date', 'as_of_date') }} as days_since_start
    from joined
),

counted as (
    select
        *,
        case when quality_performance is not null then 1 else 0 end
        + case when quality_survey is not null then 1 else 0 end
        + case when quality_retention is not null then 1 else 0 end as parts
    from rated
),

final as (
    select
        hire_key,
        application_key,
        offer_key,
        person_key,
        opening_key,
        system,
        application_id,
        requisition_key,
        function,
        channel_of_record,
        timezone,
        case
            when parts >= {{ var('quality_minimum_parts') }} and days_since_start >= {{ var('quality_minimum_days') }}
                then
                    (coalesce(quality_performance, 0) + coalesce(quality_survey, 0) + coalesce(quality_retention, 0))
                    / cast(parts as double)
        end as quality_index,
        quality_performance,
        quality_retention,
        quality_survey,
        is_internal,
        reneged_at is not null as is_renege,
        has_employee_record,
        case
            when parts >= {{ var('quality_minimum_parts') }} and days_since_start >= {{ var('quality_minimum_days') }}
                then parts < 3
        end as is_quality_partial,
        hired_date as accepted_date,
        start_date,
        reneged_date,
        left_date,
        hired_at as accepted_at,
        reneged_at
    from counted
)

select * from final
