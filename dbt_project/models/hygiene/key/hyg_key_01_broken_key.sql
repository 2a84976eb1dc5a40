-- Longer than most: one step per key and per reference of the contract, all of one shape.
with applications as (
    select * from {{ ref('int_applications__unioned') }}
),

applications_owned as (
    select * from {{ ref('applications_owned') }}
),

{% set entities = {
    'requisitions': ['job_id'], 'openings': ['opening_id'], 'stages': ['stage_id'], 'sources': ['source_id'],
    'users': ['user_id'], 'applications': ['application_id', 'job_id'], 'stage_stays': ['stay_id'],
    'interviews': ['interview_id'], 'scorecards': ['scorecard_id'], 'offers': ['offer_id'],
    'enrollments': ['enrollment_id'], 'touches': ['touch_id'],
} -%}
{% set references = [
    ('openings', 'opening', 'opening_id', 'requisitions', 'job_id'),
    ('stage_stays', 'stage_interval', 'stay_id', 'applications', 'application_id'),
    ('interviews', 'interview', 'interview_id', 'applications', 'application_id'),
    ('scorecards', 'scorecard', 'scorecard_id', 'applications', 'application_id'),
    ('offers', 'offer', 'offer_id', 'applications', 'application_id'),
] -%}

primary_keys as (
    {% for entity, keys in entities.items() %}
    select
        system,
        '{{ entity }}' as entity,
        sum(
            case
                when copies > 1 then copies
                {%- for key in keys if key != 'job_id' or entity == 'requisitions' %}
                when {{ key }} is null then copies
                {%- endfor %}
                else 0
            end
        ) as broken_rows
    from (
        select
            system,
            {{ keys | join(', ') }},
            count(*) as copies
        from {{ ref('int_' ~ entity ~ '__unioned') }}
        group by system, {{ keys | join(', ') }}
    ) as key_counts
    group by system
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

primary_keys_evaluated as (
    select
        'table' as entity_type,
        concat(system, '.', entity) as entity_id,
        concat(system, '.', entity) as entity_key,
        cast(null as string) as application_key,
        cast(null as string) as requisition_key,
        system,
        concat(cast(broken_rows as string), ' rows of ', entity, ' have an empty or repeated key') as detail,
        broken_rows > 0 as is_failed,
        broken_rows > 0 as is_escalated,
        cast(null as {{ type_of('timestamp') }}) as known_at
    from primary_keys
),

references_evaluated as (
    select
        'application' as entity_type,
        applications.application_id as entity_id,
        {{ surrogate_key(['applications.system', 'applications.application_id', 'applications.job_id']) }}
            as entity_key,
        {{ surrogate_key(['applications.system', 'applications.application_id', 'applications.job_id']) }}
            as application_key,
        {{ surrogate_key(['applications.system', 'applications.job_id']) }} as requisition_key,
        applications.system,
        concat('Points to requisition ', coalesce(applications.job_id, ''), ', which the source did not send')
            as detail,
        applications.job_id is not null and requisitions.job_id is null as is_failed,
        applications.known_at
    from applications
    left join {{ ref('int_requisitions__unioned') }} as requisitions
        on applications.system = requisitions.system and applications.job_id = requisitions.job_id
    {% for child, entity_type, child_id, parent, parent_id in references %}
    union all
    select
        '{{ entity_type }}' as entity_type,
        children.{{ child_id }} as entity_id,
        {{ surrogate_key(['children.system', 'children.' ~ child_id]) }} as entity_key,
        {{ 'parents.application_key' if parent == 'applications' else 'cast(null as string)' }} as application_key,
        {{ surrogate_key(['children.system', 'children.job_id']) }} as requisition_key,
        children.system,
        concat(
            'Points to {{ parent_id | replace("_id", "") }} ',
            coalesce(children.{{ parent_id }}, ''),
            ', which the source did not send'
        ) as detail,
        children.{{ parent_id }} is not null and parents.{{ parent_id }} is null as is_failed,
        children.known_at
    from {{ ref('int_' ~ child ~ '__unioned') }} as children
    -- a named step per parent would be a second loop over the same list
    left join ( -- noqa: ST05
        select
            system,
            {{ parent_id }},
            max({{ surrogate_key(['system', 'application_id', 'job_id']) if parent == 'applications' else 'job_id' }})
                as application_key
        from {{ ref('int_' ~ parent ~ '__unioned') }}
        group by system, {{ parent_id }}
    ) as parents on children.system = parents.system and children.{{ parent_id }} = parents.{{ parent_id }}
    {% endfor %}
),

keys_and_references as (
    select * from primary_keys_evaluated
    union all
    select
        entity_type,
        entity_id,
        entity_key,
        application_key,
        requisition_key,
        system,
        detail,
        is_failed,
        false as is_escalated,
        known_at
    from references_evaluated
),

evaluated as (
    select
        keys_and_references.*,
        applications_owned.function,
        applications_owned.recruiter_key as owner_key,
        applications_owned.recruiter_key,
        keys_and_references.known_at as since_at
    from keys_and_references
    left join applications_owned on keys_and_references.application_key = applications_owned.application_key
),

final as (
    {{ judged_rows('KEY-01') }}
)

select * from final
