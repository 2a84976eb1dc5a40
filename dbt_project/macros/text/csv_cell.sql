{#- A text as a cell of a line of CSV: in quotes where it holds a comma, a quote or a line break. -#}
{% macro csv_cell(text) -%}
    case
        when {{ text }} like '%,%' or {{ text }} like '%"%' or {{ text }} like concat('%', chr(10), '%')
            or {{ text }} like concat('%', chr(13), '%')
            then concat('"', replace({{ text }}, '"', '""'), '"')
        else {{ text }}
    end
{%- endmacro %}
