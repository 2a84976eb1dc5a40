{# Natural logarithm of the gamma function, for x > 0. #}
{% macro log_gamma(x) -%}
    {{ return(adapter.dispatch('log_gamma')(x)) }}
{%- endmacro %}

{% macro default__log_gamma(x) -%}
{#- Shifted up by 8 the series is good to 1e-14; the shift is the recurrence gamma(x + 1) = x gamma(x). -#}
{%- set z = '(' ~ x ~ ' + 8.0)' -%}
(
    ({{ z }} - 0.5) * ln({{ z }}) - {{ z }} + 0.91893853320467274178e0
    + 1e0 / (12e0 * {{ z }}) - 1e0 / (360e0 * power({{ z }}, 3))
    + 1e0 / (1260e0 * power({{ z }}, 5)) - 1e0 / (1680e0 * power({{ z }}, 7))
    + 1e0 / (1188e0 * power({{ z }}, 9))
    {%- for step in range(8) %} - ln({{ x }} + {{ step }}e0){% endfor %}
)
{%- endmacro %}

{% macro duckdb__log_gamma(x) -%}
lgamma({{ x }})
{%- endmacro %}
