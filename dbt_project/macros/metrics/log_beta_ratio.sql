{# log of B(x + a, n - x + b) / B(a, b), the beta-binomial likelihood up to a factor without m; 0 where a or b is 0. #}
{% macro log_beta_ratio(x, n, a, b) -%}
case
    when {{ a }} > 0 and {{ b }} > 0 then
        {{ log_gamma('(' ~ x ~ ' + ' ~ a ~ ')') }} + {{ log_gamma('(' ~ n ~ ' - ' ~ x ~ ' + ' ~ b ~ ')') }}
        - {{ log_gamma('(' ~ n ~ ' + ' ~ a ~ ' + ' ~ b ~ ')') }}
        - {{ log_gamma('(' ~ a ~ ')') }} - {{ log_gamma('(' ~ b ~ ')') }} + {{ log_gamma('(' ~ a ~ ' + ' ~ b ~ ')') }}
    else 0e0
end
{%- endmacro %}
