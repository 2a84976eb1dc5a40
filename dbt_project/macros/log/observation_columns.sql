{#- What every base model keeps of the log itself. -#}
{% macro observation_columns() -%}
    _dlt_load_id as load_id,
    coalesce(_is_deleted, false) as is_deleted,
    _observed_at as observed_at
{%- endmacro %}
