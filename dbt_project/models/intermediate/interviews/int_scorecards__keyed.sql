{{ config(materialized = fold_materialization(), incremental_strategy = 'by_application') }}

-- Where the source sets no deadline, the company's own time allowed after the interview counts (SCO-01).
with scorecards as (
    select * from {{ rows_to_rebuild(ref('int_scorecards__unioned'), by='source_id') }}
),

applications as (
    select * from {{ rows_to_rebuild(ref('int_applications__keyed')) }}
),

chain_ends as (
    select * from applications
    where is_chain_end
),

placed as (
    select
        scorecards.*,
        coalesce(scorecards.job_id, chain_ends.job_id) as placed_job_id
    from scorecards
    left join chain_ends
        on
            scorecards.system = chain_ends.system
            and scorecards.application_id = chain_ends.application_id
),

interviews as (
    select * from {{ rows_to_rebuild(ref('int_interviews__keyed')) }}
),

stages as (
    select * from {{ ref('int_stages__mapped') }}
),

run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

keyed as (
    select
        {{ surrogate_key(['scorecards.system', 'scorecards.scorecard_id']) }} as scorecard_key,
        coalesce(
            applications.application_key,
            {{ surrogate_key(['scorecards.system', 'scorecards.application_id', 'scorecards.placed_job_id']) }}
        ) as application_key,
        interviews.interview_key,
        case
            when scorecards.interviewer_id is not null
                then {{ surrogate_key(['scorecards.system', 'scorecards.interviewer_id']) }}
        end as interviewer_key,
        scorecards.system,
        scorecards.scorecard_id,
        scorecards.application_id,
        scorecards.interview_id,
        scorecards.rating,
        scorecards.submitted_at,
        coalesce(
            scorecards.due_at,
            {{ add_minutes(
                'interviews.ends_at',
                "case when stages.canonical_stage = 'onsite' then " ~ var('scorecard_due_hours_onsite')
                ~ ' else ' ~ var('scorecard_due_hours') ~ ' end * 60'
            ) }}
        ) as due_at,
        scorecards.created_at,
        scorecards.known_at
    from placed as scorecards
    left join applications
        on
            scorecards.system = applications.system
            and scorecards.application_id = applications.application_id
            and scorecards.placed_job_id = applications.job_id
    left join interviews
        on
            scorecards.system = interviews.system
            and scorecards.interview_id = interviews.interview_id
    left join stages
        on interviews.stage_key = stages.stage_key
),

final as (
    select
        keyed.*,
        coalesce(keyed.submitted_at, run_clock.as_of_at) > keyed.due_at as is_late
    from keyed
    cross join run_clock
)

select * from final
