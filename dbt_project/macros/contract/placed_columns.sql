{#- The columns of a contract entity with its days placed. `events` are its time columns in the order in which they
    happen: what happened at a known time keeps a day of the same date in that order, and so do the instants of other
    rows that `follows` names by event. -#}
{% macro placed_columns(entity, relation, timezone, events, follows={}) -%}
    {%- set instants = [] -%}
    {%- for event in events -%}
        {%- do instants.append('case when not ' ~ is_day(event, relation) ~ ' then ' ~ relation ~ '.' ~ event ~ ' end') -%}
    {%- endfor -%}
    {%- for column in contract(entity) %}
    {% if column in events -%}
        {%- set number = events.index(column) -%}
        {%- set earlier, later = follows.get(column, []) + instants[:number], instants[number + 1:] -%}
        case
            when {{ is_day(column, relation) }}
                then {{ placed_at(relation ~ '.' ~ column, timezone, earlier, later) }}
            else {{ relation }}.{{ column }}
        end as {{ column }}
    {%- else -%}
        {{ relation }}.{{ column }}
    {%- endif -%}
    {{ ',' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
