{#- When something was done, by machine clocks. Times that people choose, such as the slot of an interview, are round
    without being wrong: nine in the morning of Tokyo is midnight UTC. -#}
{%- set events = {
    'applications': ['applied_at', 'ended_at', 'hired_at'],
    'stage_stays': ['entered_at', 'exited_at'],
    'interviews': ['scheduled_at'],
    'scorecards': ['created_at', 'submitted_at'],
    'offers': ['created_at', 'approved_at', 'sent_at', 'answered_at'],
    'openings': ['opened_at', 'closed_at'],
    'requisitions': ['opened_at', 'closed_at'],
} -%}
{%- set settings = var('hygiene') -%}
with run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

-- What a source declares to be a day is none of these: it is judged as a day.
instants as (
    {% for entity, columns in events.items() %}
    {%- set relation = ref('int_' ~ entity ~ '__unioned') %}
    {%- set has_days = 'day_columns' in contract(entity) %}
    {%- for column in columns %}
    select
        system,
        '{{ entity }}.{{ column }}' as place,
        {{ column }} as occurred_at,
        known_at
    from {{ relation }}{{ ' as facts' if has_days }}
    where {{ column }} is not null{{ ' and not ' ~ is_day(column, 'facts') if has_days }}
    {% if not loop.last %}union all{% endif %}
    {%- endfor %}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

counted as (
    select
        instants.system,
        instants.place,
        count(*) as times,
        sum(case when {{ is_midnight('instants.occurred_at', 'run_clock.company_timezone') }} then 1 else 0 end)
            as midnights,
        min(instants.known_at) as known_at
    from instants
    cross join run_clock
    group by instants.system, instants.place
),

evaluated as (
    select
        {{ subject('column', "concat(system, '.', place)") }},
        concat(cast(midnights as string), ' of ', cast(times as string), ' times are midnight') as detail,
        times >= {{ settings['tim_02_rows'] }} and midnights > {{ settings['tim_02_share'] }} * times as is_failed,
        known_at,
        known_at as since_at
    from counted
),

final as (
    {{ judged_rows('TIM-02') }}
)

select * from final
