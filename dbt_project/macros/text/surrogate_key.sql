{#- One text key from several expressions; the same on every engine, a null is not an empty text. -#}
{% macro surrogate_key(expressions) -%}
    md5(concat(
    {%- for expression in expressions -%}
        coalesce(cast({{ expression }} as {{ type_of('string') }}), '_null_')
        {%- if not loop.last %}, '-', {% endif -%}
    {%- endfor -%}
    ))
{%- endmacro %}
