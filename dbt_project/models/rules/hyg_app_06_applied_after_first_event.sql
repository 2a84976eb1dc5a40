{{ config(materialized = fold_materialization(), incremental_strategy = 'by_application') }}

{%- set slack_minutes = var('hygiene')['app_06_minutes'] -%}
{%- set first_date = "cast('" ~ var('calendar_first_date') ~ "' as " ~ type_of('timestamp') ~ ')' -%}
with applications as (
    select * from {{ rows_to_rebuild(ref('int_applications__keyed')) }}
),

applications_owned as (
    select * from {{ rows_to_rebuild(ref('applications_owned')) }}
),

stages as (
    select * from {{ ref('int_stages__mapped') }}
),

-- A prospect's stages come before the application. Impossible years are TIM-03's, which quarantines that event alone.
first_moves as (
    select
        stays.system,
        stays.application_id,
        stays.job_id,
        min(stays.entered_at) as entered_at
    from {{ rows_to_rebuild(ref('int_stage_stays__unioned'), by='source_id') }} as stays
    left join stages
        on
            stays.system = stages.system
            and stays.stage_id = stages.stage_id
    where coalesce(stages.canonical_stage, '') <> 'prospect' and stays.entered_at >= {{ first_date }}
    group by stays.system, stays.application_id, stays.job_id
),

interviews as (
    select
        system,
        application_id,
        job_id,
        min(starts_at) as starts_at
    from {{ rows_to_rebuild(ref('int_interviews__unioned'), by='source_id') }}
    where starts_at >= {{ first_date }}
    group by system, application_id, job_id
),

joined as (
    select
        applications.application_key,
        applications.application_id,
        applications.system,
        applications.applied_at,
        applications.original_applied_at,
        applications.known_at,
        least(first_moves.entered_at, interviews.starts_at) as placed_at,
        unplaced.starts_at as unplaced_at,
        coalesce(first_moves.entered_at < former_moves.entered_at, false) as is_back
    from applications
    left join first_moves
        on
            applications.system = first_moves.system
            and applications.application_id = first_moves.application_id
            and applications.job_id = first_moves.job_id
    left join first_moves as former_moves
        on
            applications.transferred_from_key
            = {{ surrogate_key(['former_moves.system', 'former_moves.application_id', 'former_moves.job_id']) }}
    left join interviews
        on
            applications.system = interviews.system
            and applications.application_id = interviews.application_id
            and applications.job_id = interviews.job_id
    left join interviews as unplaced
        on
            applications.system = unplaced.system
            and applications.application_id = unplaced.application_id
            and unplaced.job_id is null
),

-- Who is back on a requisition they were moved away from began there before they came back; and an interview that names
-- no requisition may belong to any part of the chain: the first of the parts bounds both.
first_events as (
    select
        application_key,
        application_id,
        system,
        applied_at,
        original_applied_at,
        known_at,
        case when not is_back then placed_at end as first_event_at,
        least(unplaced_at, case when is_back then placed_at end) as first_unplaced_at
    from joined
),

evaluated as (
    select
        {{ subject(
            'application', 'application_id', 'application_key',
            of='first_events', application='applications_owned'
        ) }},
        'Applied after the first stage move or interview' as detail,
        {{ is_earlier('first_events.first_event_at', 'first_events.applied_at', slack_minutes) }}
        or {{ is_earlier('first_events.first_unplaced_at', 'first_events.original_applied_at', slack_minutes) }}
            as is_failed,
        first_events.known_at,
        least(first_events.first_event_at, first_events.first_unplaced_at) as since_at
    from first_events
    left join applications_owned on first_events.application_key = applications_owned.application_key
),

final as (
    {{ judged_rows('APP-06') }}
)

select * from final
