{#- What every system delivers for an entity: ordered columns with portable types. -#}
{% macro contract(entity) %}
    {%- set types = {} -%}
    {%- for column, said in contract_entity(entity)['columns'].items() -%}
        {%- do types.update({column: said[0]}) -%}
    {%- endfor -%}
    {%- do return(types) -%}
{% endmacro %}
