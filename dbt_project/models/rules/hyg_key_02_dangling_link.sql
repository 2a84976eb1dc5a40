{%- set links = [
    ('applications', 'application', 'application_id', [
        ('source_id', 'sources'), ('reason_id', 'rejection_reasons'), ('current_stage_id', 'stages'),
        ('recruiter_id', 'users'), ('coordinator_id', 'users'),
    ]),
    ('requisitions', 'requisition', 'job_id', [('recruiter_id', 'users'), ('hiring_manager_id', 'users')]),
    ('openings', 'opening', 'opening_id', [('filled_application_id', 'applications')]),
    ('offers', 'offer', 'offer_id', [('opening_id', 'openings')]),
    ('interviews', 'interview', 'interview_id', [('organizer_id', 'users')]),
    ('scorecards', 'scorecard', 'scorecard_id', [('interviewer_id', 'users')]),
] -%}
{%- set ids = {
    'sources': 'source_id', 'rejection_reasons': 'reason_id', 'stages': 'stage_id', 'users': 'user_id',
    'applications': 'application_id', 'openings': 'opening_id',
} -%}
-- Links whose record stands without what they point to; those it cannot stand without are KEY-01's. A system that
-- delivers none of a kind (files know no users) has nothing to point to.
with applications_owned as (
    select * from {{ ref('applications_owned') }}
),

{% for target, id in ids.items() -%}
{{ target }}_known as (
    select distinct
        system,
        {{ id }} as record_id
    from {{ ref('int_' ~ target ~ '__unioned') }}
),

{% endfor -%}
delivered as (
    {% for target in ids %}
    select distinct
        system,
        '{{ target }}' as target
    from {{ target }}_known
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

linked as (
    {% for entity, entity_type, id, columns in links %}
    select
        '{{ entity_type }}' as entity_type,
        records.{{ id }} as entity_id,
        {% if entity_type == 'application' -%}
        {{ surrogate_key(['records.system', 'records.application_id', 'records.job_id']) }} as entity_key,
        {% else -%}
        {{ surrogate_key(['records.system', 'records.' ~ id]) }} as entity_key,
        {% endif -%}
        {% if entity in ['applications', 'interviews', 'offers', 'scorecards'] -%}
        {{ surrogate_key(['records.system', 'records.application_id', 'records.job_id']) }} as application_key,
        {% else -%}
        cast(null as string) as application_key,
        {% endif -%}
        {{ surrogate_key(['records.system', 'records.job_id']) }} as requisition_key,
        records.system,
        records.known_at,
        {{ "coalesce(records.status = 'filled', false)" if entity == 'openings' else 'false' }} as is_filled,
        concat_ws(
            '; '
            {%- for column, target in columns %},
            case
                when
                    records.{{ column }} is not null
                    and has_{{ target }}.target is not null
                    and {{ column }}_found.record_id is null
                    then concat('{{ column | replace("_", " ") }} ', records.{{ column }}, ' is nowhere')
            end
            {%- endfor %}
        ) as dangling
    from {{ ref('int_' ~ entity ~ '__unioned') }} as records
    {% for target in columns | map(attribute=1) | unique -%}
    left join delivered as has_{{ target }}
        on records.system = has_{{ target }}.system and has_{{ target }}.target = '{{ target }}'
    {% endfor -%}
    {% for column, target in columns -%}
    left join {{ target }}_known as {{ column }}_found
        on records.system = {{ column }}_found.system and records.{{ column }} = {{ column }}_found.record_id
    {% endfor -%}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

-- A seat filled by nobody we know of would count as a hire without a day. One that is open again, or was cancelled,
-- counts as that, whoever had it before and was erased since.
evaluated as (
    select
        linked.entity_type,
        linked.entity_id,
        linked.entity_key,
        linked.application_key,
        linked.requisition_key,
        linked.system,
        applications_owned.function,
        applications_owned.recruiter_key as owner_key,
        applications_owned.recruiter_key,
        linked.dangling as detail,
        linked.dangling <> '' as is_failed,
        linked.dangling <> '' and linked.is_filled as is_escalated,
        linked.known_at,
        linked.known_at as since_at
    from linked
    left join applications_owned on linked.application_key = applications_owned.application_key
),

final as (
    {{ judged_rows('KEY-02', escalates=true) }}
)

select * from final
