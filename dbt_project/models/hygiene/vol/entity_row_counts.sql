{%- set entities = [
    'applications', 'employees', 'enrollments', 'interviews', 'offers', 'openings', 'person_records', 'requisitions',
    'scorecards', 'sources', 'stage_stays', 'stages', 'touches', 'users',
] -%}
with counts as (
    {% for entity in entities %}
    select
        concat(system, '.{{ entity }}') as table_name,
        system,
        count(*) as row_count
    from {{ ref('int_' ~ entity ~ '__unioned') }}
    group by system
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

final as (
    select
        table_name,
        system,
        cast(row_count as bigint) as row_count
    from counts
)

select * from final
