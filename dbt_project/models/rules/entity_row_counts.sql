{%- set entities = [
    'applications', 'employees', 'enrollments', 'interviews', 'offers', 'openings', 'person_records', 'requisitions',
    'scorecards', 'sources', 'stage_stays', 'stages', 'touches', 'users',
] -%}
with counts as (
    {% for entity in entities %}
    select
        'int_{{ entity }}__unioned' as table_name,
        '{{ entity }}' as entity,
        cast(count(*) as bigint) as row_count
    from {{ ref('int_' ~ entity ~ '__unioned') }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

final as (
    select
        table_name,
        entity,
        row_count
    from counts
)

select * from final
