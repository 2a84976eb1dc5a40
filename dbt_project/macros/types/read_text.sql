{#- The value a person's text stands for, null where it stands for none: one cell that does not parse is no reason to read
    none. Dates as 2026-06-30, numbers with a point and without separators; engines would each admit more by themselves. -#}
{% macro read_text(text, portable_type) -%}
    {%- set forms = {
        'date': '[0-9]{4}-[0-9]{2}-[0-9]{2}', 'money': '-?[0-9]{1,14}(?:[.][0-9]+)?', 'double': '-?[0-9]+(?:[.][0-9]+)?',
    } -%}
    try_cast(
        nullif(regexp_extract(trim({{ text }}), '^({{ forms[portable_type] }})$', 1), '') as {{ type_of(portable_type) }}
    )
{%- endmacro %}
