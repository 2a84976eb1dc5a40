{#- A profile address in lower case without scheme, www, query, fragment and trailing slash; null if empty. -#}
{% macro bare_url(value) -%}
    nullif(
        regexp_extract(lower(trim({{ value }})), '^(?:[a-z]+://)?(?:www[.])?([^?#]*[^?#/])/*(?:[?#].*)?$', 1), ''
    )
{%- endmacro %}
