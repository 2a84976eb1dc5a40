{#- The first instant of a calendar day in an IANA time zone; null if either is null. -#}
{% macro local_midnight(date_day, timezone) -%}
    {{ adapter.dispatch('local_midnight', 'hirehouse')(date_day, timezone) }}
{%- endmacro %}

{#- Of a midnight that comes twice DuckDB names the second. The first is as far from some hours before, when the clocks
    had not been turned yet, as the wall clock says; where that is still the day before, midnight came once. -#}
{% macro default__local_midnight(date_day, timezone) -%}
    {%- set midnight = 'cast(' ~ date_day ~ ' as timestamp)' -%}
    {%- set last = 'timezone(' ~ timezone ~ ', ' ~ midnight ~ ')' -%}
    {%- set before = '(' ~ last ~ ' - to_hours(3))' -%}
    {%- set clock_before = 'timezone(' ~ timezone ~ ', ' ~ before ~ ')' -%}
    {%- set first = before ~ ' + to_microseconds(epoch_us(' ~ midnight ~ ') - epoch_us(' ~ clock_before ~ '))' -%}
    case
        when timezone({{ timezone }}, {{ first }}) >= {{ midnight }}
        then least({{ first }}, {{ last }})
        else {{ last }}
    end
{%- endmacro %}

{% macro spark__local_midnight(date_day, timezone) -%}
    to_utc_timestamp(cast({{ date_day }} as timestamp), {{ timezone }})
{%- endmacro %}
