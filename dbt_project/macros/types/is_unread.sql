{#- Whether there is a text that stands for no value of the type; never null. -#}
{% macro is_unread(text, portable_type) -%}
    coalesce(trim({{ text }}), '') <> '' and {{ read_text(text, portable_type) }} is null
{%- endmacro %}
