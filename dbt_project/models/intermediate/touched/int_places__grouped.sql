-- Rows of an application that the source did not send have no person: they stand together by themselves.
{%- set entities = ['applications', 'stage_stays', 'interviews', 'scorecards', 'offers'] %}
with applications as (
    select * from {{ ref('int_applications__unioned') }}
),

persons as (
    select * from {{ ref('int_persons__resolved') }}
    where record_type = 'candidate'
),

places as (
    {% for entity in entities %}
    select
        system,
        application_id,
        job_id
    from {{ ref('int_' ~ entity ~ '__unioned') }}
    {% if not loop.last %}union{% endif %}
    {% endfor %}
),

grouped as (
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
        {{ surrogate_key(['places.system', 'places.application_id', 'places.job_id']) }} as application_key,
        coalesce(grouped.person_key, {{ surrogate_key(['places.system', 'places.application_id']) }}) as group_key,
        places.system,
        places.application_id,
        places.job_id
    from places
    left join grouped
        on
            places.system = grouped.system
            and places.application_id = grouped.application_id
)

select * from final
