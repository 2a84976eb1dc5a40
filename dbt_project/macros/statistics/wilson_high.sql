{#- Upper end of the 95 % Wilson interval of x out of n; null below the smallest denominator (ruling 0.6).
    Clamped at 1: for n of n, rounding can give slightly more. -#}
{% macro wilson_high(x, n) -%}
    case when ({{ n }}) >= {{ var('minimum_denominator') }} then
        least(1e0, (
            cast({{ x }} as double) + 3.841458881296 / 2
            + 1.959964 * sqrt(
                cast({{ x }} as double) * (({{ n }}) - ({{ x }})) / ({{ n }}) + 3.841458881296 / 4
            )
        ) / (({{ n }}) + 3.841458881296))
    end
{%- endmacro %}
