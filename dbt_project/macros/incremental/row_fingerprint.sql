{#- A number that differs, but for one chance in 2^64, whenever any value of the row does. Sums of it tell sets of rows
    apart, whatever their order. Compared within one engine only. -#}
{% macro row_fingerprint(relation) -%}
    {{ return(adapter.dispatch('row_fingerprint', 'hirehouse')(relation)) }}
{%- endmacro %}

{% macro default__row_fingerprint(relation) -%}
    hash({{ relation }})
{%- endmacro %}

{% macro spark__row_fingerprint(relation) -%}
    cast(xxhash64(struct({{ relation }}.*)) as decimal(38, 0))
{%- endmacro %}
