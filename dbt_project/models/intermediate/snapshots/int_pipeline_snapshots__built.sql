with segments as (
    select * from {{ ref('int_pipeline_segments__known') }}
),

applications as (
    select
        application_key,
        requisition_key,
        system,
        application_id,
        job_id
    from {{ ref('int_applications__keyed') }}
),

gaps as (
    select
        applications.application_key,
        gaps.started_at,
        gaps.ended_at
    from {{ ref('int_application_gaps__unioned') }} as gaps
    inner join applications
        on
            gaps.system = applications.system
            and gaps.application_id = applications.application_id
            and gaps.job_id = applications.job_id
),

requisition_versions as (
    select * from {{ ref('int_requisition_versions__keyed') }}
),

first_loads as (
    select * from {{ ref('int_first_loads__listed') }}
),

run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

days as (
    select
        dates.date_day,
        dates.day_end_at
    from {{ ref('int_dates__listed') }} as dates
    cross join run_clock
    where
        dates.is_over
        and dates.date_day > {{ add_days('run_clock.as_of_date', '-' ~ var('snapshot_days')) }}
),

expanded as (
    select
        days.date_day as snapshot_date,
        days.day_end_at,
        segments.application_key,
        segments.canonical_stage,
        segments.is_reconstructed,
        segments.stage_entered_at
    from segments
    inner join days
        on
            segments.started_at < days.day_end_at
            and coalesce(segments.ended_at, {{ end_of_time() }}) >= days.day_end_at
    inner join first_loads
        on
            segments.system = first_loads.system
            and segments.is_reconstructed = (days.day_end_at <= first_loads.first_observed_at)
),

final as (
    select
        expanded.snapshot_date,
        expanded.application_key,
        applications.requisition_key,
        coalesce(requisition_versions.function, 'Unassigned') as function,
        expanded.canonical_stage,
        {{ elapsed_days('expanded.stage_entered_at', 'expanded.day_end_at') }} as days_in_stage,
        cast(null as double) as p_hire_quarter,
        expanded.is_reconstructed
    from expanded
    inner join applications
        on expanded.application_key = applications.application_key
    left join gaps
        on
            expanded.is_reconstructed
            and expanded.application_key = gaps.application_key
            and gaps.started_at < expanded.day_end_at
            and gaps.ended_at >= expanded.day_end_at
    left join requisition_versions
        on
            applications.requisition_key = requisition_versions.requisition_key
            and (requisition_versions.valid_from is null or requisition_versions.valid_from < expanded.day_end_at)
            and (requisition_versions.valid_to is null or requisition_versions.valid_to >= expanded.day_end_at)
    where gaps.application_key is null
)

select * from final
