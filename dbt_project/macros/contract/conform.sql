{#- The end of a staging model: `relation` in the columns of the contract, with the name of the system. What the system
    cannot say is null; `lacks` has these columns by the reason. Entity and system are the model's own. -#}
{% macro conform(relation, lacks={}) -%}
{%- set system, entity = modules.re.search('stg_(\w+?)__(\w+)', model.fqn | join('.')).groups() -%}
{%- set columns, reasons = contract(entity), {} -%}
{%- for reason, lacking in lacks.items() -%}
    {%- for column in lacking -%}
        {%- if column not in columns -%}
            {%- do exceptions.raise_compiler_error("No column '" ~ column ~ "' in " ~ entity ~ ": " ~ columns | join(', ')) -%}
        {%- endif -%}
        {%- do reasons.update({column: reason}) -%}
    {%- endfor -%}
{%- endfor -%}
{{ config(meta={'lacks': reasons}) -}}
select
{%- for column, portable_type in columns.items() %}
    {% if column == 'system' -%} '{{ system }}' as system
    {%- elif column in reasons -%} cast(null as {{ type_of(portable_type) }}) as {{ column }}
    {%- else -%} {{ column }}
    {%- endif %}{{ ',' if not loop.last }}
{%- endfor %}
from {{ relation }}
{%- endmacro %}
