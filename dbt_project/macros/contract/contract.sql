{#- The one definition of what every system delivers for an entity: ordered columns with portable types. -#}
{% macro contract(entity) %}
    {%- set entities = {} -%}
    {%- for area in [
        contract_people(), contract_jobs(), contract_applications(), contract_interviews(), contract_outreach(),
        contract_plans()
    ] -%}
        {%- do entities.update(area) -%}
    {%- endfor -%}
    {%- if entity not in entities -%}
        {%- do exceptions.raise_compiler_error(
            "No contract entity '" ~ entity ~ "'. Known: " ~ entities.keys() | sort | join(', ')
        ) -%}
    {%- endif -%}
    {%- set columns = {'system': 'string'} -%}
    {%- do columns.update(entities[entity]) -%}
    {%- do return(columns) -%}
{% endmacro %}
