{#- Each row of a relation once per week, month and quarter, with `period_type` and `period_start_date`. -#}
{% macro period_rows(relation, date_column) -%}
select
    {{ relation }}.*,
    period_types.period_type,
    case period_types.period_type
        when 'week' then {{ date_trunc_to('week', relation ~ '.' ~ date_column) }}
        when 'month' then {{ date_trunc_to('month', relation ~ '.' ~ date_column) }}
        else {{ date_trunc_to('quarter', relation ~ '.' ~ date_column) }}
    end as period_start_date
from {{ relation }}
cross join (
    select 'week' as period_type
    union all
    select 'month' as period_type
    union all
    select 'quarter' as period_type
) as period_types
where {{ relation }}.{{ date_column }} is not null
{%- endmacro %}
