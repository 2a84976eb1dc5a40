with segments as (
    select
        application_key,
        system,
        canonical_stage,
        is_reconstructed,
        stage_entered_at,
        started_at,
        coalesce(ended_at, {{ end_of_time() }}) as ended_at
    from {{ ref('int_pipeline_segments__known') }}
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

gap_days as (
    select distinct
        gaps.application_key,
        days.date_day,
        true as is_reconstructed
    from gaps
    inner join days
        on
            gaps.started_at < days.day_end_at
            and gaps.ended_at >= days.day_end_at
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
            and segments.ended_at >= days.day_end_at
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
        expanded.is_reconstructed
    from expanded
    inner join applications
        on expanded.application_key = applications.application_key
    left join gap_days
        on
            expanded.application_key = gap_days.application_key
            and expanded.snapshot_date = gap_days.date_day
            and expanded.is_reconstructed = gap_days.is_reconstructed
    left join requisition_versions
        on
            applications.requisition_key = requisition_versions.requisition_key
            and expanded.day_end_at > requisition_versions.valid_from
            and expanded.day_end_at <= requisition_versions.valid_to
    where gap_days.application_key is null
)

select * from final
