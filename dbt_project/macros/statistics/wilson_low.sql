{#- Lower end of the 95 % Wilson interval of x out of n; null below the smallest denominator (ruling 0.6).
    Clamped at 0: for 0 of n, rounding can give a tiny negative number. -#}
{% macro wilson_low(x, n) -%}
    case when ({{ n }}) >= {{ var('minimum_denominator') }} then
        greatest(0e0, (
            cast({{ x }} as double) + 3.841458881296 / 2
            - 1.959964 * sqrt(
                cast({{ x }} as double) * (({{ n }}) - ({{ x }})) / ({{ n }}) + 3.841458881296 / 4
            )
        ) / (({{ n }}) + 3.841458881296))
    end
{%- endmacro %}
