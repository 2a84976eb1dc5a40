{%- set vocabularies = [
    ('applications', 'application', 'application_id', 'status', ['active', 'rejected', 'hired', 'transferred'], false),
    ('applications', 'application', 'application_id', 'exit_kind', ['rejected', 'withdrew', 'req_closed'], true),
    ('interviews', 'interview', 'interview_id', 'status', ['scheduled', 'completed', 'cancelled', 'no_show'], false),
    ('offers', 'offer', 'offer_id', 'status', ['pending', 'accepted', 'declined', 'rescinded', 'expired'], false),
    ('requisitions', 'requisition', 'job_id', 'status', ['draft', 'open', 'on_hold', 'closed', 'cancelled'], false),
    ('openings', 'opening', 'opening_id', 'status', ['open', 'on_hold', 'filled', 'cancelled', 'closed'], false),
    ('touches', 'touch', 'touch_id', 'touch_type',
        ['message', 'open', 'click', 'reply', 'call', 'meeting', 'event'], false),
] -%}
-- Staging hands a word that it does not know on as it is, so that it is met here: one row per vocabulary and record.
with applications_owned as (
    select * from {{ ref('applications_owned') }}
),

words as (
    {% for entity, entity_type, id, column, words, may_be_empty in vocabularies %}
    select
        '{{ entity_type }}' as entity_type,
        {{ id }} as entity_id,
        {% if entity_type == 'application' -%}
        {{ surrogate_key(['system', 'application_id', 'job_id']) }} as entity_key,
        {% else -%}
        {{ surrogate_key(['system', id]) }} as entity_key,
        {% endif -%}
        {% if entity in ['applications', 'interviews', 'offers'] -%}
        {{ surrogate_key(['system', 'application_id', 'job_id']) }} as application_key,
        {% else -%}
        cast(null as string) as application_key,
        {% endif -%}
        {% if entity == 'touches' -%}
        cast(null as string) as requisition_key,
        {% else -%}
        {{ surrogate_key(['system', 'job_id']) }} as requisition_key,
        {% endif -%}
        system,
        case
            when {{ column }} is null then 'It has no {{ column | replace("_", " ") }}'
            else concat('Unknown {{ column | replace("_", " ") }}: ', {{ column }})
        end as detail,
        case
            when {{ column }} is null then {{ 'false' if may_be_empty else 'true' }}
            else {{ column }} not in ('{{ words | join("', '") }}')
        end as is_failed,
        known_at
    from {{ ref('int_' ~ entity ~ '__unioned') }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

evaluated as (
    select
        words.entity_type,
        words.entity_id,
        words.entity_key,
        words.application_key,
        words.requisition_key,
        words.system,
        applications_owned.function,
        applications_owned.recruiter_key as owner_key,
        applications_owned.recruiter_key,
        words.detail,
        words.is_failed,
        words.known_at,
        words.known_at as since_at
    from words
    left join applications_owned on words.application_key = applications_owned.application_key
),

final as (
    {{ judged_rows('ENU-01') }}
)

select * from final
