{{ config(materialized = fold_materialization(), incremental_strategy = 'by_application') }}

-- Stretches of time in which an application was active in one stage: up to the system's first load as its events tell,
-- from then on as the log knew it at the time (ruling 0.2). They meet at the first load and never overlap.
with applications as (
    select * from {{ rows_to_rebuild(ref('int_applications__ended')) }}
),

intervals as (
    select
        *,
        min(entered_at) over (partition by application_key, canonical_stage, visit_number) as visit_entered_at
    from {{ rows_to_rebuild(ref('int_stage_intervals__built')) }}
),

versions as (
    select * from {{ rows_to_rebuild(ref('int_application_versions__unioned'), by='source_id') }}
    where status = 'active'
),

stages as (
    select * from {{ ref('int_stages__mapped') }}
),

first_loads as (
    select * from {{ ref('int_first_loads__listed') }}
),

told as (
    select
        intervals.application_key,
        intervals.system,
        intervals.canonical_stage,
        true as is_reconstructed,
        intervals.visit_entered_at as stage_entered_at,
        intervals.entered_at as started_at,
        least(intervals.exited_at, first_loads.first_observed_at) as ended_at
    from intervals
    inner join first_loads
        on intervals.system = first_loads.system
    where
        intervals.entered_at < first_loads.first_observed_at
        and (intervals.exited_at is not null or intervals.is_current)
),

seen as (
    select
        applications.application_key,
        applications.system,
        case
            when stages.canonical_stage in ('applied', 'screen', 'interview', 'onsite', 'offer')
                then stages.canonical_stage
            when stages.canonical_stage is null then 'applied'
        end as canonical_stage,
        applications.applied_at,
        coalesce(versions.valid_from, applications.known_at) as started_at,
        least(
            versions.valid_to,
            case when applications.is_ended_by_requisition or applications.is_hired then applications.exited_at end
        ) as ended_at
    from versions
    inner join applications
        on
            versions.system = applications.system
            and versions.application_id = applications.application_id
            and versions.job_id = applications.job_id
    left join stages
        on
            versions.system = stages.system
            and versions.stage_id = stages.stage_id
),

entered as (
    select
        seen.application_key,
        seen.started_at,
        max(intervals.visit_entered_at) as visit_entered_at
    from seen
    inner join intervals
        on
            seen.application_key = intervals.application_key
            and seen.canonical_stage = intervals.canonical_stage
            and seen.started_at >= intervals.entered_at
    group by seen.application_key, seen.started_at
),

final as (
    select * from told
    union all
    select
        seen.application_key,
        seen.system,
        seen.canonical_stage,
        false as is_reconstructed,
        coalesce(entered.visit_entered_at, seen.started_at) as stage_entered_at,
        seen.started_at,
        seen.ended_at
    from seen
    left join entered
        on
            seen.application_key = entered.application_key
            and seen.started_at = entered.started_at
    where seen.canonical_stage is not null
)

select * from final
