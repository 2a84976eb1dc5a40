{{ config(materialized = fold_materialization(), incremental_strategy = 'by_application') }}

-- A move undone within minutes by the same user (E3): the move and its undoing. In a run of such moves every first one
-- is the accident and every second one its undoing.
with stays as (
    select * from {{ rows_to_rebuild(ref('int_stays__ordered')) }}
),

undone as (
    select
        application_key,
        stay_number,
        stay_number - row_number() over (partition by application_key order by stay_number) as run_number
    from stays
    where
        previous_stage_id = next_stage_id
        and previous_stage_id <> stage_id
        and next_entered_at <= {{ add_minutes('entered_at', var('accidental_move_minutes')) }}
        and coalesce(moved_by_id = next_moved_by_id, true)
),

numbered as (
    select
        application_key,
        stay_number,
        row_number() over (partition by application_key, run_number order by stay_number) as number_in_run
    from undone
),

accidents as (
    select * from numbered
    where number_in_run % 2 = 1
),

final as (
    select
        application_key,
        stay_number
    from accidents
    union
    select
        application_key,
        stay_number + 1 as stay_number
    from accidents
)

select * from final
