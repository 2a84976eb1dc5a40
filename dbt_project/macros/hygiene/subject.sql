{#- The nine columns by which a row of a rule is found, and who answers for it. Requisition, function and recruiter are
    those of the application it belongs to, else of its requisition; a thing that belongs to neither has no owner. -#}
{% macro subject(
    entity_type, entity_id, entity_key=none, of=none, application=none, requisition=none, owner_key=none, has_system=true
) -%}
    {%- set nothing = 'cast(null as ' ~ type_of('string') ~ ')' -%}
    {%- set place = of ~ '.' if of else '' -%}
    {%- set known_by = (application or of) ~ '.' if application or requisition else none -%}
    {%- set recruiter_key = (application or requisition) ~ '.recruiter_key' if known_by else nothing -%}
    '{{ entity_type }}' as entity_type,
        {{ place }}{{ entity_id }} as entity_id,
        {{ place }}{{ entity_key or entity_id }} as entity_key,
        {{ place ~ 'application_key' if application else nothing }} as application_key,
        {{ known_by ~ 'requisition_key' if known_by else nothing }} as requisition_key,
        {{ place ~ 'system' if has_system else nothing }} as system,
        {{ known_by ~ 'function' if known_by else nothing }} as function,
        {{ owner_key or recruiter_key }} as owner_key,
        {{ recruiter_key }} as recruiter_key
{%- endmacro %}
