{{ config(alias='employment') }}
{% set employments -%}
(
    select
        *,
        {{ surrogate_key(['system', 'employee_id']) }} as employment_key
    from {{ ref('int_employments__keyed') }}
)
{%- endset -%}
{{ quarantined_rows('employment', employments, 'employment_key') }}
