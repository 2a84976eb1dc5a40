{#- dbt's strategy `by_application`: delete the rows of changed applications, insert what the model selects. Rows without
    an application are few: all of them are replaced in every run. -#}
{% macro get_incremental_by_application_sql(arguments) %}
    {%- set columns = arguments['dest_columns'] | map(attribute='quoted') | join(', ') -%}
    delete from {{ arguments['target_relation'] }}
    where application_key is null or application_key in ({{ keys_to_rebuild() }});
    insert into {{ arguments['target_relation'] }} ({{ columns }}) select {{ columns }} from {{ arguments['temp_relation'] }};
{% endmacro %}
