{{ config(materialized = fold_materialization(), incremental_strategy = 'by_application') }}

-- Stays of each application in time, before anything is folded. Rows the source filled in later without times are no
-- part of that order: they are numbered from 1001 and neighbours of nobody.
-- Prospect comes before the application and hired is its end: neither is a stay (ruling 0.4). Nor is a row that a
-- rule quarantines.
with stays as (
    select * from {{ rows_to_rebuild(ref('int_stage_stays__unioned'), by='source_id') }}
),

quarantined as (
    select distinct interval_key from {{ rows_to_rebuild(ref('int_stays__quarantined')) }}
),

applications as (
    select * from {{ rows_to_rebuild(ref('int_applications__keyed')) }}
),

stages as (
    select * from {{ ref('int_stages__mapped') }}
),

kept as (
    select
        {{ surrogate_key(['stays.system', 'stays.stay_id']) }} as interval_key,
        applications.application_key,
        stages.stage_key,
        stays.system,
        stays.stay_id,
        stays.stage_id,
        stays.job_id,
        stays.moved_by_id,
        stages.canonical_stage,
        stages.stage_order,
        stages.stage_rank,
        stays.entered_at,
        stays.exited_at,
        stays.known_at,
        stays.entered_at is null as is_undated
    from stays
    inner join applications
        on
            stays.system = applications.system
            and stays.application_id = applications.application_id
            and stays.job_id = applications.job_id
    left join stages
        on
            stays.system = stages.system
            and stays.stage_id = stages.stage_id
    left join quarantined
        on {{ surrogate_key(['stays.system', 'stays.stay_id']) }} = quarantined.interval_key
    where
        quarantined.interval_key is null
        and coalesce(stages.canonical_stage, '') not in ('prospect', 'hired')
        and (applications.hired_at is null or stays.entered_at is null or stays.entered_at <= applications.hired_at)
),

final as (
    select
        *,
        row_number() over in_time + case when is_undated then 1000 else 0 end as stay_number,
        lag(stage_id) over in_time as previous_stage_id,
        lag(exited_at) over in_time as previous_exited_at,
        lead(stage_id) over in_time as next_stage_id,
        lead(moved_by_id) over in_time as next_moved_by_id,
        lead(entered_at) over in_time as next_entered_at
    from kept
    window in_time as (partition by application_key, is_undated order by entered_at, stage_order, stay_id)
)

select * from final
