{{ config(materialized = fold_materialization(), incremental_strategy = 'by_application') }}

{#- The days and instants a number may be made of. The last activity of an application is one only where it stands for
    the day of a hire: elsewhere a later one counts. -#}
{%- set records = {
    'stage_interval': ('stage_stays__unioned', 'stay_id', ['entered_at', 'exited_at']),
    'interview': ('interviews__unioned', 'interview_id', ['scheduled_at', 'starts_at', 'ends_at']),
    'scorecard': ('scorecards__unioned', 'scorecard_id', ['created_at', 'submitted_at', 'due_at']),
    'offer': ('offers__unioned', 'offer_id', [
        'created_at', 'approved_at', 'sent_at', 'answered_at', 'expires_at', 'start_date',
    ]),
    'opening': ('openings__unioned', 'opening_id', ['opened_at', 'closed_at', 'target_fill_date', 'target_start_date']),
    'requisition': ('requisitions__keyed', 'job_id', ['created_at', 'opened_at', 'closed_at']),
} -%}
with applications as (
    select * from {{ rows_to_rebuild(ref('applications_owned')) }}
),

requisitions as (
    select * from {{ ref('int_requisitions__keyed') }}
),

-- What comes after a transfer carries the day of the first application: it goes with it.
events as (
    select
        'application' as entity_type,
        application_id as entity_id,
        {{ surrogate_key(['system', 'application_id', 'job_id']) }} as entity_key,
        {{ surrogate_key(['system', 'application_id', 'job_id']) }} as application_key,
        {{ surrogate_key(['system', 'job_id']) }} as requisition_key,
        system,
        least(
            min(applied_at) over (partition by system, application_id),
            ended_at,
            hired_at,
            case when status = 'hired' then last_activity_at end
        ) as first_at,
        known_at
    from {{ rows_to_rebuild(ref('int_applications__unioned'), by='source_id') }}
    {% for entity_type, (entity, id, columns) in records.items() %}
    {%- set is_chained = entity_type not in ('opening', 'requisition') %}
    {%- set relation = ref('int_' ~ entity) %}
    union all
    select
        '{{ entity_type }}' as entity_type,
        {{ id }} as entity_id,
        {{ surrogate_key(['system', id]) }} as entity_key,
        {{ surrogate_key(['system', 'application_id', 'job_id']) if is_chained else 'cast(null as string)' }}
            as application_key,
        {{ surrogate_key(['system', 'job_id']) }} as requisition_key,
        system,
        least(
            {%- for column in columns %}
            {{ 'cast(' ~ column ~ ' as ' ~ type_of('timestamp') ~ ')' if column.endswith('_date') else column }}
            {{- ',' if not loop.last }}
            {%- endfor %}
        ) as first_at,
        known_at
    from {{ rows_to_rebuild(relation, by='source_id') if is_chained else relation }}
    {% endfor %}
),

evaluated as (
    select
        events.entity_type,
        events.entity_id,
        events.entity_key,
        events.application_key,
        coalesce(applications.requisition_key, requisitions.requisition_key) as requisition_key,
        events.system,
        coalesce(applications.function, requisitions.function) as function,
        coalesce(applications.recruiter_key, requisitions.recruiter_key) as owner_key,
        coalesce(applications.recruiter_key, requisitions.recruiter_key) as recruiter_key,
        concat('Its earliest date is of the year ', cast(extract(year from events.first_at) as string)) as detail,
        {{ is_before_time('events.first_at') }} as is_failed,
        events.known_at,
        events.first_at as since_at
    from events
    left join applications on events.application_key = applications.application_key
    left join requisitions on events.requisition_key = requisitions.requisition_key
),

final as (
    {{ judged_rows('TIM-03') }}
)

select * from final
