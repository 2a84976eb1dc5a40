{#- The first instant at which an event can have been known anywhere on earth: itself or, of a day without a time, when that
    day began in the zone where days begin first. Null without a column. -#}
{% macro begun_at(entity, column, relation, timezone) -%}
    {%- if not column -%}
        cast(null as {{ type_of('timestamp') }})
    {%- elif 'day_columns' not in contract(entity) -%}
        {{ relation }}.{{ column }}
    {%- else -%}
        case
            when {{ is_day(column, relation) }}
                then {{ local_midnight(local_date(relation ~ '.' ~ column, timezone), "'Pacific/Kiritimati'") }}
            else {{ relation }}.{{ column }}
        end
    {%- endif -%}
{%- endmacro %}
