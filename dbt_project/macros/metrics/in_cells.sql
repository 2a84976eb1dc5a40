{# Each row once per cell it counts in: its week, month and quarter, under its function and under `all`. #}
{% macro in_cells(relation, date_column, columns, with_function=true) -%}
select
    periods.period_type,
    {%- if with_function %}
    case when scopes.is_all then 'all' else facts.function end as function,
    {%- endif %}
    {%- for column in columns %}
    facts.{{ column }},
    {%- endfor %}
    case periods.period_type
        {%- for period in ['week', 'month', 'quarter'] %}
        when '{{ period }}' then {{ date_trunc_to(period, 'facts.' ~ date_column) }}
        {%- endfor %}
    end as period_start_date
from {{ relation }} as facts
cross join (select 'week' as period_type union all select 'month' union all select 'quarter') as periods
{%- if with_function %}
cross join (select true as is_all union all select false) as scopes
{%- endif %}
where facts.{{ date_column }} is not null
{%- if with_function %} and (scopes.is_all or facts.function is not null){% endif %}
{%- endmacro %}
