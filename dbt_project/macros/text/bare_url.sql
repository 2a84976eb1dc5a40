{#- A profile address without scheme, www, query, fragment and trailing slash, in lower case; null if nothing is left. -#}
{% macro bare_url(value) -%}
    nullif(
        regexp_extract(lower(trim({{ value }})), '^(?:[a-z]+://)?(?:www[.])?([^?#]*[^?#/])/*(?:[?#].*)?$', 1), ''
    )
{%- endmacro %}
