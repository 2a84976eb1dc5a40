-- Longer than most: one step per key and per reference of the contract, all of one shape. A repeated id is quarantined
-- where that leaves the others alone, and blocks where everything depends on it, or where so many are repeated that the
-- load is at fault and not a record.
{% set settings = var('hygiene') -%}
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
{% set quarantinable = [
    'requisitions', 'openings', 'applications', 'stage_stays', 'interviews', 'scorecards', 'offers'
] -%}
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
                {%- for key in keys if key != 'job_id' or entity == 'requisitions' %}
                when {{ key }} is null then copies
                {%- endfor %}
                else 0
            end
        ) as keyless_rows,
        sum(case when copies > 1 and {{ keys[0] }} is not null then copies else 0 end) as repeated_rows,
        min(case when copies > 1 then {{ keys[0] }} end) as repeated_id,
        sum(copies) as all_rows,
        {{ 'true' if entity in quarantinable else 'false' }} as is_quarantined
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
        concat(
            cast(keyless_rows as string), ' rows of ', entity, ' without an id, ',
            cast(repeated_rows as string), ' that share theirs with another',
            coalesce(', the first of them ' || repeated_id, '')
        ) as detail,
        keyless_rows > 0
        or case
            when is_quarantined
                then repeated_rows > greatest({{ settings['key_01_rows'] }}, {{ settings['key_01_share'] }} * all_rows)
            else repeated_rows > 0
        end as is_broken,
        cast(null as {{ type_of('timestamp') }}) as known_at
    from primary_keys
),

-- One application is of one person, whatever requisitions it was moved between.
shared_applications as (
    select
        system,
        application_id
    from applications
    group by system, application_id
    having count(distinct candidate_id) > 1
),

{% for entity in quarantinable -%}
repeated_{{ entity }} as (
    select
        system,
        {{ entities[entity] | join(', ') }}
    from {{ ref('int_' ~ entity ~ '__unioned') }}
    group by system, {{ entities[entity] | join(', ') }}
    having count(*) > 1
),

{% endfor -%}
records_evaluated as (
    select
        'requisition' as entity_type,
        requisitions.job_id as entity_id,
        {{ surrogate_key(['requisitions.system', 'requisitions.job_id']) }} as entity_key,
        cast(null as string) as application_key,
        {{ surrogate_key(['requisitions.system', 'requisitions.job_id']) }} as requisition_key,
        requisitions.system,
        'Its id is that of another requisition, too' as detail,
        repeated.job_id is not null as is_failed,
        requisitions.known_at
    from {{ ref('int_requisitions__unioned') }} as requisitions
    left join repeated_requisitions as repeated
        on requisitions.system = repeated.system and requisitions.job_id = repeated.job_id
    union all
    select
        'application' as entity_type,
        applications.application_id as entity_id,
        {{ surrogate_key(['applications.system', 'applications.application_id', 'applications.job_id']) }}
            as entity_key,
        {{ surrogate_key(['applications.system', 'applications.application_id', 'applications.job_id']) }}
            as application_key,
        {{ surrogate_key(['applications.system', 'applications.job_id']) }} as requisition_key,
        applications.system,
        case
            when shared.application_id is not null then 'Its id names two candidates'
            when repeated.application_id is not null then 'Its id is that of another application, too'
            else
                concat('Points to requisition ', coalesce(applications.job_id, ''), ', which the source did not send')
        end as detail,
        shared.application_id is not null
        or repeated.application_id is not null
        or (applications.job_id is not null and requisitions.job_id is null) as is_failed,
        applications.known_at
    from applications
    left join ( -- noqa: ST05
        select distinct
            system,
            job_id
        from {{ ref('int_requisitions__unioned') }}
    ) as requisitions
        on applications.system = requisitions.system and applications.job_id = requisitions.job_id
    left join shared_applications as shared
        on applications.system = shared.system and applications.application_id = shared.application_id
    left join repeated_applications as repeated
        on
            applications.system = repeated.system
            and applications.application_id = repeated.application_id
            and applications.job_id = repeated.job_id
    {% for child, entity_type, child_id, parent, parent_id in references %}
    union all
    select
        '{{ entity_type }}' as entity_type,
        children.{{ child_id }} as entity_id,
        {{ surrogate_key(['children.system', 'children.' ~ child_id]) }} as entity_key,
        {{ 'parents.application_key' if parent == 'applications' else 'cast(null as string)' }} as application_key,
        {{ surrogate_key(['children.system', 'children.job_id']) }} as requisition_key,
        children.system,
        case
            when repeated.{{ child_id }} is not null
                then 'Its id is that of another {{ entity_type | replace("_", " ") }}, too'
            else
                concat(
                    'Points to {{ parent_id | replace("_id", "") }} ',
                    coalesce(children.{{ parent_id }}, ''),
                    ', which the source did not send'
                )
        end as detail,
        repeated.{{ child_id }} is not null
        or (children.{{ parent_id }} is not null and parents.{{ parent_id }} is null) as is_failed,
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
    left join repeated_{{ child }} as repeated
        on children.system = repeated.system and children.{{ child_id }} = repeated.{{ child_id }}
    {% endfor %}
),

keys_and_references as (
    select
        entity_type,
        entity_id,
        entity_key,
        application_key,
        requisition_key,
        system,
        detail,
        is_broken as is_failed,
        is_broken as is_escalated,
        known_at
    from primary_keys_evaluated
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
    from records_evaluated
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
    {{ judged_rows('KEY-01', escalates=true) }}
)

select * from final
