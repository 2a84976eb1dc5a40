{#- An id that stands inside a JSON text in the one form ids have (ingestion/values): `3.0` is `3`, no blanks around it. -#}
{% macro plain_id(text) -%}
    coalesce(nullif(regexp_extract(trim({{ text }}), '^([0-9]+)[.]0{1,2}$', 1), ''), nullif(trim({{ text }}), ''))
{%- endmacro %}
