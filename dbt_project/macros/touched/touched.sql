{#- A relation to read from in a model whose rows depend on one application and its person: the rows of touched
    applications when the model adds to what it holds, else the whole relation. `by='chain'` finds rows that name the
    vendor's application, not our key. Such a model has the strategy `touched`. -#}
{% macro touched(relation, by='application') -%}
    {%- set keys = {'application': 'application_key', 'chain': 'system, application_id'}[by] -%}
    {#- A unit test has no table to add to, and nothing beside what it is given. -#}
    {%- set is_adding = model.resource_type != 'unit_test' and is_incremental() -%}
    {#- Named while the project is read, too, so that dbt knows of the dependency. -#}
    {%- set recent = touched_keys(keys) if is_adding or not execute -%}
    {%- if is_adding -%}
        (select * from {{ relation }} where ({{ keys }}) in ({{ recent }}))
    {%- else -%}
        {{ relation }}
    {%- endif -%}
{%- endmacro %}
