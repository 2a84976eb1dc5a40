{#- Calendar days from one date to another, the first day not counted. -#}
{% macro days_between(from_date, to_date) -%}
    {{ adapter.dispatch('days_between', 'hirehouse')(from_date, to_date) }}
{%- endmacro %}

{% macro default__days_between(from_date, to_date) -%}
    cast(date_diff('day', cast({{ from_date }} as date), cast({{ to_date }} as date)) as bigint)
{%- endmacro %}

{% macro spark__days_between(from_date, to_date) -%}
    cast(datediff(cast({{ to_date }} as date), cast({{ from_date }} as date)) as bigint)
{%- endmacro %}
