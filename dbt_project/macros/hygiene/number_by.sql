{#- A number chosen by the value of a column, as one double expression; null for a value without one. -#}
{% macro number_by(column, numbers) %}
    case {{ column }}
        {%- for value, number in numbers.items() %}
        when '{{ value }}' then cast({{ number }} as double)
        {%- endfor %}
    end
{% endmacro %}
