{#- `subject` of a rule that judges applications: these belong to themselves. -#}
{% macro application_subject(applications, owner_key=none) -%}
    {{ subject(
        'application', 'application_id', 'application_key', of=applications, application=applications, owner_key=owner_key
    ) }}
{%- endmacro %}
