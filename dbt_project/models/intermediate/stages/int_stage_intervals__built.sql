{{ config(materialized = fold_materialization(), incremental_strategy = 'by_application') }}

-- Long because the stays that were seen and the one derived where none was share these columns; apart, the list of them
-- and the rulings on how a stay ends would stand twice.
-- Stays with their ends and durations. Acceptance, rejection or closing ends the last, whatever the source left open.
with stays as (
    select * from {{ rows_to_rebuild(ref('int_stays__folded')) }}
),

applications as (
    select * from {{ rows_to_rebuild(ref('int_applications__ended')) }}
),

gaps as (
    select
        applications.application_key,
        gaps.started_at,
        gaps.ended_at
    from {{ rows_to_rebuild(ref('int_application_gaps__unioned'), by='source_id') }} as gaps
    inner join applications
        on
            gaps.system = applications.system
            and gaps.application_id = applications.application_id
            and gaps.job_id = applications.job_id
),

first_loads as (
    select * from {{ ref('int_first_loads__listed') }}
),

run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

ended as (
    select
        stays.*,
        applications.timezone,
        case
            when stays.is_last then applications.exit_type
            when stays.is_undated or stays.next_rank > stays.stage_rank then 'advanced'
            when stays.next_rank < stays.stage_rank then 'moved_back'
            else 'moved_within'
        end as exit_type,
        case
            when stays.is_last then applications.exited_at
            when applications.hired_at < stays.source_exited_at then applications.hired_at
            else coalesce(stays.source_exited_at, stays.next_entered_at)
        end as exited_at
    from stays
    inner join applications
        on stays.application_key = applications.application_key
),

inactive as (
    select
        ended.interval_key,
        sum(
            {{ elapsed_days(
                'greatest(gaps.started_at, ended.entered_at)',
                'least(gaps.ended_at, coalesce(ended.exited_at, run_clock.as_of_at))'
            ) }}
        ) as gap_days
    from ended
    cross join run_clock
    inner join gaps
        on
            ended.application_key = gaps.application_key
            and ended.entered_at < gaps.ended_at
            and gaps.started_at < coalesce(ended.exited_at, run_clock.as_of_at)
    group by ended.interval_key
),

visits as (
    select
        *,
        sum(case when previous_stage = canonical_stage then 0 else 1 end) over (
            partition by application_key, canonical_stage
            order by stay_number rows between unbounded preceding and current row
        ) as visit_number
    from ended
),

kept as (
    select
        visits.interval_key,
        visits.application_key,
        visits.stage_key,
        visits.system,
        visits.stay_id,
        visits.stage_id,
        visits.job_id,
        visits.canonical_stage,
        visits.exit_type,
        visits.timezone,
        visits.stay_number,
        visits.stage_order,
        cast(case when visits.is_undated then 1 else visits.visit_number end as bigint) as visit_number,
        greatest(visits.hole_days, coalesce(inactive.gap_days, 0)) as inactive_days,
        visits.has_accident,
        visits.is_last and visits.exit_type = 'active' as is_current,
        coalesce(visits.previous_rank > visits.stage_rank, false) as is_backward,
        visits.entered_at is null
        or coalesce(
            {{ entered_in_bulk(
                'entered_two_before_at', 'entered_at', 'stage_two_before', 'stage_before', 'stage_id'
            ) }},
            false
        )
        or coalesce(
            {{ entered_in_bulk(
                'entered_before_at', 'entered_after_at', 'stage_before', 'stage_id', 'stage_after'
            ) }},
            false
        )
        or coalesce(
            {{ entered_in_bulk(
                'entered_at', 'entered_two_after_at', 'stage_id', 'stage_after', 'stage_two_after'
            ) }},
            false
        )
            as is_backfilled,
        coalesce(visits.known_at <= first_loads.first_observed_at, false) or visits.entered_at is null
            as is_reconstructed,
        visits.entered_at,
        visits.exited_at,
        visits.known_at
    from visits
    left join inactive
        on visits.interval_key = inactive.interval_key
    left join first_loads
        on visits.system = first_loads.system
),

derived as (
    select
        {{ surrogate_key(['application_key', "'derived stay'"]) }} as interval_key,
        application_key,
        derived_stage_key as stage_key,
        system,
        cast(null as {{ type_of('string') }}) as stay_id,
        case when derived_stage_key is not null then current_stage_id end as stage_id,
        job_id,
        derived_stage as canonical_stage,
        exit_type,
        timezone,
        cast(1 as bigint) as stay_number,
        cast(null as bigint) as stage_order,
        cast(1 as bigint) as visit_number,
        cast(0 as double) as inactive_days,
        false as has_accident,
        exit_type = 'active' as is_current,
        false as is_backward,
        false as is_backfilled,
        true as is_reconstructed,
        applied_at as entered_at,
        exited_at,
        known_at
    from applications
    where is_without_stays
),

together as (
    select * from kept
    union all
    select * from derived
),

final as (
    select
        together.*,
        case
            when together.exited_at is not null or together.is_current
                then
                    {{ elapsed_days('together.entered_at', 'coalesce(together.exited_at, run_clock.as_of_at)') }}
                    - together.inactive_days
        end as active_days,
        {{ local_date('together.entered_at', 'together.timezone') }} as entered_date,
        {{ local_date('together.exited_at', 'together.timezone') }} as exited_date
    from together
    cross join run_clock
)

select * from final
