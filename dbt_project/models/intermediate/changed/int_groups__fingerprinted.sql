-- Long because it is a list: each step is one table that models of the strategy `by_application` read, or from which
-- something they read is built. test_by_application.py holds the list against the graph.
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

named as (
    select * from {{ ref('int_applications__named') }}
),

groups as (
    select distinct
        system,
        application_id,
        person_or_application_key
    from named
),

jobs as (
    select distinct
        {{ surrogate_key(['system', 'job_id']) }} as requisition_key,
        system,
        job_id,
        person_or_application_key
    from named
),

applications as (
    select
        applications.*,
        groups.person_or_application_key
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
        groups.person_or_application_key,
        {{ row_fingerprint('facts') }} as fingerprint,
        {{ open.get(entity, 'false') }}
        {%- for instant in instants %}
        or coalesce(
            {{ add_days('facts.' ~ instant, allowed.get(instant, 0), to='timestamp') }} >= run_clock.as_of_at, false
        )
        {%- endfor %} as may_change_by_clock
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
        groups.person_or_application_key,
        {{ row_fingerprint('stages') }} as fingerprint,
        false as may_change_by_clock
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
        facts.person_key as person_or_application_key,
        {{ row_fingerprint('facts') }} as fingerprint,
        {{ condition }} as may_change_by_clock
    from {{ ref('int_' ~ entity ~ '__keyed') }} as facts
    cross join run_clock
    union all
    {% endfor %}
    {% for readers, id, lookup in looked_up %}
    select
        readers.person_or_application_key,
        {{ row_fingerprint('lookups') }} as fingerprint,
        false as may_change_by_clock
    from {{ readers }} as readers
    inner join {{ ref(lookup) }} as lookups
        on
            readers.system = lookups.system
            and readers.{{ id }} = lookups.{{ id }}
    union all
    {% endfor %}
    select
        jobs.person_or_application_key,
        {{ row_fingerprint('versions') }} as fingerprint,
        false as may_change_by_clock
    from jobs
    inner join {{ ref('int_requisition_versions__keyed') }} as versions
        on jobs.requisition_key = versions.requisition_key
    union all
    select
        person_key as person_or_application_key,
        {{ row_fingerprint('persons') }} as fingerprint,
        false as may_change_by_clock
    from persons
),

-- inputs of every application: when one of these changes, all applications are rebuilt
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
        facts.person_or_application_key,
        sum(facts.fingerprint)
        + coalesce(max(shared_loads.fingerprint), 0)
        + coalesce(max(shared_exceptions.fingerprint), 0)
        + max(systems_with_interviews.systems) as fingerprint,
        bool_or(facts.may_change_by_clock) as may_change_by_clock
    from facts
    cross join shared_loads
    cross join shared_exceptions
    cross join systems_with_interviews
    group by facts.person_or_application_key
)

select * from final
