-- An application that the source did not send has no person: it is a group by itself.
{%- set entities = ['applications', 'stage_stays', 'interviews', 'scorecards', 'offers'] %}
with applications as (
    select * from {{ ref('int_applications__unioned') }}
),

persons as (
    select * from {{ ref('int_persons__resolved') }}
    where record_type = 'candidate'
),

named as (
    {% for entity in entities %}
    select
        system,
        application_id,
        job_id
    from {{ ref('int_' ~ entity ~ '__unioned') }}
    {% if not loop.last %}union{% endif %}
    {% endfor %}
),

of_persons as (
    select
        applications.system,
        applications.application_id,
        min(persons.person_key) as person_key
    from applications
    left join persons
        on
            applications.system = persons.system
            and applications.candidate_id = persons.record_id
    group by applications.system, applications.application_id
),

final as (
    select
        {{ surrogate_key(['named.system', 'named.application_id', 'named.job_id']) }} as application_key,
        coalesce(
            of_persons.person_key, {{ surrogate_key(['named.system', 'named.application_id']) }}
        ) as person_or_application_key,
        named.system,
        named.application_id,
        named.job_id
    from named
    left join of_persons
        on
            named.system = of_persons.system
            and named.application_id = of_persons.application_id
)

select * from final
