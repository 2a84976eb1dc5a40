{#- What to read in a model of strategy `by_application`, whose rows depend on one application and its person: the whole
    relation, or in an incremental run only its rows of changed applications. `by='source_id'` is for relations that
    have the vendor's application id and not our key. -#}
{% macro rows_to_rebuild(relation, by='application') -%}
    {%- set keys = {'application': 'application_key', 'source_id': 'system, application_id'}[by] -%}
    {#- A unit test has no table to add to, and nothing but the rows it is given. -#}
    {%- set is_adding = model.resource_type != 'unit_test' and is_incremental() -%}
    {#- Named while the project is read, too, so that dbt knows of the dependency. -#}
    {%- set recent = keys_to_rebuild(keys) if is_adding or not execute -%}
    {%- if is_adding -%}
        (select * from {{ relation }} where ({{ keys }}) in ({{ recent }}))
    {%- else -%}
        {{ relation }}
    {%- endif -%}
{%- endmacro %}
