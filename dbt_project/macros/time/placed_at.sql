{#- A day without a time of day (midnight UTC of it) placed in a zone: at the start of the day or, where one of the events
    it follows happened on that day, with it; no later than one it precedes. It stays on its day. -#}
{% macro placed_at(day_at, timezone, follows=[], precedes=[]) -%}
    {%- set day = 'cast(' ~ day_at ~ ' as date)' -%}
    {%- set earliest = [local_midnight(day, timezone)] -%}
    {%- set latest = [] -%}
    {%- for events, bounds in [(follows, earliest), (precedes, latest)] -%}
        {%- for event in events -%}
            {%- do bounds.append('case when ' ~ local_date(event, timezone) ~ ' = ' ~ day ~ ' then ' ~ event ~ ' end') -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set placed = 'greatest(' ~ earliest | join(', ') ~ ')' if follows else earliest[0] -%}
    {{ 'least(' ~ ([placed] + latest) | join(', ') ~ ')' if precedes else placed }}
{%- endmacro %}
