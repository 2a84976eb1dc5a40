{#- dbt's strategy `touched`: what the table holds of touched applications goes, what the model says of them now comes.
    Rows that hang on no application are few, and all of them are said anew. -#}
{% macro get_incremental_touched_sql(arguments) %}
    {%- set columns = arguments['dest_columns'] | map(attribute='quoted') | join(', ') -%}
    delete from {{ arguments['target_relation'] }}
    where application_key is null or application_key in ({{ touched_keys() }});
    insert into {{ arguments['target_relation'] }} ({{ columns }}) select {{ columns }} from {{ arguments['temp_relation'] }};
{% endmacro %}
