{#- An e-mail address trimmed and in lower case; null if it is none. -#}
{% macro normalised_email(value) -%}
    case when {{ value }} like '%_@_%' then lower(trim({{ value }})) end
{%- endmacro %}
