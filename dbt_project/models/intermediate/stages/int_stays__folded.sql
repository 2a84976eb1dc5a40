{{ config(materialized = fold_materialization(), incremental_strategy = 'by_application') }}

-- One row per stay after folding: accidental moves are gone (E3), a stay interrupted by a hole alone goes on (E4).
with stays as (
    select * from {{ rows_to_rebuild(ref('int_stays__ordered')) }}
),

accidental as (
    select * from {{ rows_to_rebuild(ref('int_stays__accidental')) }}
),

marked as (
    select
        stays.*,
        case
            when accidental.stay_number is not null then false
            when
                stays.previous_stage_id = stays.stage_id
                and stays.entered_at >= stays.previous_exited_at
                then false
            else true
        end as is_head,
        accidental.stay_number is not null as is_accidental
    from stays
    left join accidental
        on
            stays.application_key = accidental.application_key
            and stays.stay_number = accidental.stay_number
),

grouped as (
    select
        *,
        sum(case when is_head then 1 else 0 end) over (
            partition by application_key order by stay_number rows between unbounded preceding and current row
        ) as head_number,
        count(entered_at) over (partition by application_key) > 0 as has_dated
    from marked
),

tails as (
    select
        application_key,
        head_number,
        max(stay_number) as stay_number,
        sum(case when is_accidental then 0 else {{ elapsed_days('previous_exited_at', 'entered_at') }} end)
            as hole_days,
        bool_or(is_accidental) as has_accident
    from grouped
    where not is_head
    group by application_key, head_number
),

folded as (
    select
        heads.interval_key,
        heads.application_key,
        heads.stage_key,
        heads.system,
        heads.stay_id,
        heads.stage_id,
        heads.job_id,
        heads.canonical_stage,
        heads.stage_order,
        heads.stage_rank,
        cast(heads.head_number as bigint) as stay_number,
        coalesce(tails.hole_days, 0) as hole_days,
        coalesce(tails.has_accident, false) as has_accident,
        heads.is_undated,
        heads.has_dated,
        heads.entered_at,
        case when tails.stay_number is null then heads.exited_at else last_stays.exited_at end as source_exited_at,
        heads.known_at
    from grouped as heads
    left join tails
        on
            heads.application_key = tails.application_key
            and heads.head_number = tails.head_number
    left join stays as last_stays
        on
            tails.application_key = last_stays.application_key
            and tails.stay_number = last_stays.stay_number
    where heads.is_head
),

final as (
    select
        *,
        lag(canonical_stage) over in_time as previous_stage,
        lag(stage_rank) over in_time as previous_rank,
        lead(stage_rank) over in_time as next_rank,
        lead(interval_key) over in_time is null and (not is_undated or not has_dated) as is_last,
        lead(entered_at) over in_time as next_entered_at,
        lag(stage_id) over in_time as stage_before,
        lead(stage_id) over in_time as stage_after,
        lag(stage_id, 2) over in_time as stage_two_before,
        lead(stage_id, 2) over in_time as stage_two_after,
        lag(entered_at) over in_time as entered_before_at,
        lead(entered_at) over in_time as entered_after_at,
        lag(entered_at, 2) over in_time as entered_two_before_at,
        lead(entered_at, 2) over in_time as entered_two_after_at
    from folded
    window in_time as (partition by application_key, is_undated order by stay_number)
)

select * from final
