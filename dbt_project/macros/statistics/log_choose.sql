{#- Natural logarithm of the number of ways to choose k of n. -#}
{% macro log_choose(n, k) -%}
(
    {{ log_gamma('(' ~ n ~ ' + 1e0)') }} - {{ log_gamma('(' ~ k ~ ' + 1e0)') }}
    - {{ log_gamma('(' ~ n ~ ' - ' ~ k ~ ' + 1e0)') }}
)
{%- endmacro %}
