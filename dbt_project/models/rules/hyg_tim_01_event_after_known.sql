{{ config(materialized = fold_materialization(), incremental_strategy = 'by_application') }}

{#- What makes a record is known when it happens, so it is compared with the record's first observation. What happens to
    it later was known by the run at the latest, so it is compared with the as-of instant. An interview exists before it
    is put on a calendar. A day without a time counts from its beginning in the earliest time zone on earth, because the
    person who entered it may be anywhere. -#}
{%- set events = {
    'application': ('applications', ['application_id', 'job_id'], 'applied_at', ['hired_at', 'ended_at']),
    'stage_interval': ('stage_stays', ['stay_id'], 'entered_at', ['exited_at']),
    'interview': ('interviews', ['interview_id'], none, ['scheduled_at']),
    'scorecard': ('scorecards', ['scorecard_id'], 'created_at', ['submitted_at']),
    'offer': ('offers', ['offer_id'], 'created_at', ['sent_at', 'answered_at']),
} -%}
with run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

applications as (
    select * from {{ rows_to_rebuild(ref('applications_owned')) }}
),

events as (
    {% for entity_type, (entity, ids, made_at, later) in events.items() %}
    select
        '{{ entity_type }}' as entity_type,
        {{ ids[0] }} as entity_id,
        {{ surrogate_key(['system'] + ids) }} as entity_key,
        application_key,
        requisition_key,
        system,
        function,
        recruiter_key,
        {{ begun_at(entity, made_at, 'facts', 'facts.timezone') }} as made_at,
        greatest(
            {{ begun_at(entity, made_at, 'facts', 'facts.timezone') }}
            {%- for time in later %},
            {{ begun_at(entity, time, 'facts', 'facts.timezone') }}
            {%- endfor %}
        ) as last_at,
        known_at
    from (
        select
            facts.*,
            {{ surrogate_key(['facts.system', 'facts.application_id', 'facts.job_id']) }} as application_key,
            applications.requisition_key,
            applications.function,
            applications.recruiter_key,
            coalesce(applications.timezone, run_clock.company_timezone) as timezone
        from {{ rows_to_rebuild(ref('int_' ~ entity ~ '__unioned'), by='source_id') }} as facts
        cross join run_clock
        left join applications
            on
                {{ surrogate_key(['facts.system', 'facts.application_id', 'facts.job_id']) }}
                = applications.application_key
    ) as facts
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

evaluated as (
    select
        events.entity_type,
        events.entity_id,
        events.entity_key,
        events.application_key,
        events.requisition_key,
        events.system,
        events.function,
        events.recruiter_key as owner_key,
        events.recruiter_key,
        'An event is later than the moment it became known' as detail,
        {{ is_after_known('events.made_at', 'events.last_at', 'events.known_at') }} as is_failed,
        events.known_at,
        coalesce(events.made_at, events.last_at) as since_at
    from events
    cross join run_clock
),

final as (
    {{ judged_rows('TIM-01') }}
)

select * from final
