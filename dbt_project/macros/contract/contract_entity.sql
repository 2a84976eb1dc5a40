{#- The one definition of an entity: ordered columns, each with type, meaning and what its values may be; and its key. -#}
{% macro contract_entity(entity) %}
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
    {%- set columns = {'system': contract_shared()['system']} -%}
    {%- for column, said in entities[entity]['columns'].items() -%}
        {%- do columns.update({column: contract_shared()[column] if said == 'shared' else said}) -%}
    {%- endfor -%}
    {%- do return(dict(entities[entity], columns=columns)) -%}
{% endmacro %}
