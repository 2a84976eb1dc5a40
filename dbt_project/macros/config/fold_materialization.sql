{#- DuckDB folds only the new loads into the table it has; Spark here knows no merge and rebuilds. -#}
{% macro fold_materialization() %}
    {%- do return('incremental' if target.type == 'duckdb' else 'table') -%}
{% endmacro %}
