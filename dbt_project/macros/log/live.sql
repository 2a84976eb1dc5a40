{#- The records of a base model that still exist at the source. Staging reads base models through this only. -#}
{% macro live(base_model) -%}
(select * from {{ ref(base_model) }} where not is_deleted)
{%- endmacro %}
