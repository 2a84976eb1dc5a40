-- Long because it is a list: each step is one table that models of the strategy `touched` read, or that something they
-- read is made of. test_touched.py holds the list against the graph.
{#- Instants of a row, and how many days after one the clock may make a difference once more: what a rule allows. -#}
{%- set hygiene = var('hygiene') %}
{%- set allowed = {'applied_at': hygiene['src_01_days'], 'ended_at': hygiene['rej_01_days']} %}
{%- set dated = {
    'applications': ['applied_at', 'hired_at', 'ended_at', 'last_activity_at'],
    'application_versions': [],
    'application_gaps': ['started_at', 'ended_at'],
    'stage_stays': ['entered_at', 'exited_at'],
    'interviews': ['scheduled_at', 'starts_at', 'ends_at'],
    'scorecards': ['created_at', 'submitted_at', 'due_at'],
    'offers': ['created_at', 'approved_at', 'sent_at', 'answered_at', 'expires_at'],
} %}
{%- set open = {'applications': "facts.status = 'active'", 'scorecards': 'facts.submitted_at is null'} %}
{%- set staged = {
    'applications': 'current_stage_id', 'application_versions': 'stage_id', 'stage_stays': 'stage_id',
    'interviews': 'stage_id',
} %}
{%- set personal = {
    'touches': 'facts.occurred_at >= run_clock.as_of_at', 'enrollments': 'false', 'employments': 'false'
} %}
{%- set looked_up = [
    ('jobs', 'job_id', 'int_requisitions__keyed'), ('jobs', 'job_id', 'int_openings__unioned'),
    ('applications', 'reason_id', 'int_rejection_reasons__mapped'),
    ('applications', 'source_id', 'int_sources__mapped'),
] %}
with run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

places as (
    select * from {{ ref('int_places__grouped') }}
),

groups as (
    select distinct
        system,
        application_id,
        group_key
    from places
),

jobs as (
    select distinct
        {{ surrogate_key(['system', 'job_id']) }} as requisition_key,
        system,
        job_id,
        group_key
    from places
),

applications as (
    select
        applications.*,
        groups.group_key
    from {{ ref('int_applications__unioned') }} as applications
    inner join groups
        on
            applications.system = groups.system
            and applications.application_id = groups.application_id
),

persons as (
    select
        person_key,
        system,
        record_type,
        record_id,
        is_internal_user
    from {{ ref('int_persons__resolved') }}
),

first_loads as (
    select * from {{ ref('int_first_loads__listed') }}
),

exceptions as (
    select exceptions.*
    from {{ ref('rule_exceptions') }} as exceptions
    cross join run_clock
    where exceptions.valid_until_date >= run_clock.as_of_date
),

facts as (
    {% for entity, instants in dated.items() %}
    select
        groups.group_key,
        {{ row_fingerprint('facts') }} as fingerprint,
        {{ open.get(entity, 'false') }}
        {%- for instant in instants %}
        or coalesce(
            {{ add_days('facts.' ~ instant, allowed.get(instant, 0), to='timestamp') }} >= run_clock.as_of_at, false
        )
        {%- endfor %} as is_alive
    from {{ ref('int_' ~ entity ~ '__unioned') }} as facts
    cross join run_clock
    inner join groups
        on
            facts.system = groups.system
            and facts.application_id = groups.application_id
    union all
    {% endfor %}
    {% for entity, stage in staged.items() %}
    select
        groups.group_key,
        {{ row_fingerprint('stages') }} as fingerprint,
        false as is_alive
    from {{ ref('int_' ~ entity ~ '__unioned') }} as facts
    inner join groups
        on
            facts.system = groups.system
            and facts.application_id = groups.application_id
    inner join {{ ref('int_stages__mapped') }} as stages
        on
            facts.system = stages.system
            and facts.{{ stage }} = stages.stage_id
    union all
    {% endfor %}
    {% for entity, condition in personal.items() %}
    select
        facts.person_key as group_key,
        {{ row_fingerprint('facts') }} as fingerprint,
        {{ condition }} as is_alive
    from {{ ref('int_' ~ entity ~ '__keyed') }} as facts
    cross join run_clock
    union all
    {% endfor %}
    {% for readers, id, lookup in looked_up %}
    select
        readers.group_key,
        {{ row_fingerprint('lookups') }} as fingerprint,
        false as is_alive
    from {{ readers }} as readers
    inner join {{ ref(lookup) }} as lookups
        on
            readers.system = lookups.system
            and readers.{{ id }} = lookups.{{ id }}
    union all
    {% endfor %}
    select
        jobs.group_key,
        {{ row_fingerprint('versions') }} as fingerprint,
        false as is_alive
    from jobs
    inner join {{ ref('int_requisition_versions__keyed') }} as versions
        on jobs.requisition_key = versions.requisition_key
    union all
    select
        person_key as group_key,
        {{ row_fingerprint('persons') }} as fingerprint,
        false as is_alive
    from persons
),

-- what every application is read with: when one of these changes, all are touched
shared_loads as (
    select sum({{ row_fingerprint('first_loads') }}) as fingerprint from first_loads
),

shared_exceptions as (
    select sum({{ row_fingerprint('exceptions') }}) as fingerprint from exceptions
),

systems_with_interviews as (
    select count(distinct system) as systems
    from {{ ref('int_interviews__unioned') }}
),

final as (
    select
        facts.group_key,
        sum(facts.fingerprint)
        + coalesce(max(shared_loads.fingerprint), 0)
        + coalesce(max(shared_exceptions.fingerprint), 0)
        + max(systems_with_interviews.systems) as fingerprint,
        bool_or(facts.is_alive) as is_alive
    from facts
    cross join shared_loads
    cross join shared_exceptions
    cross join systems_with_interviews
    group by facts.group_key
)

select * from final
