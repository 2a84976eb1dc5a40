{#- The columns of a contract entity with its days placed. `events` are its time columns in the order in which they
    happen; what happened at a known time, and the instants in `follows`, keep a day of the same date in that order. -#}
{% macro placed_columns(entity, relation, timezone, events, follows=[]) -%}
    {%- set instants = [] -%}
    {%- for event in events -%}
        {%- do instants.append('case when not ' ~ is_day(event, relation) ~ ' then ' ~ relation ~ '.' ~ event ~ ' end') -%}
    {%- endfor -%}
    {%- for column in contract(entity) %}
    {% if column in events -%}
        {%- set number = events.index(column) -%}
        case
            when {{ is_day(column, relation) }}
                then {{ placed_at(relation ~ '.' ~ column, timezone, follows + instants[:number], instants[number + 1:]) }}
            else {{ relation }}.{{ column }}
        end as {{ column }}
    {%- else -%}
        {{ relation }}.{{ column }}
    {%- endif -%}
    {{ ',' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
