{#- How a model that folds load by load is kept, for its `config`: one row per key, the newest loads over the others. -#}
{% macro folded_by(unique_key) %}
    {%- do return({
        'materialized': fold_materialization(), 'incremental_strategy': 'delete+insert', 'unique_key': unique_key,
    }) -%}
{% endmacro %}
