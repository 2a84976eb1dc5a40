{#- Days between two instants, unrounded: seconds / 86 400 (metrics 0.3). -#}
{% macro elapsed_days(from_at, to_at) -%}
    {{ adapter.dispatch('elapsed_days', 'hirehouse')(from_at, to_at) }}
{%- endmacro %}

{% macro default__elapsed_days(from_at, to_at) -%}
    (cast(epoch_us({{ to_at }}) - epoch_us({{ from_at }}) as double) / 86400000000)
{%- endmacro %}

{% macro spark__elapsed_days(from_at, to_at) -%}
    (cast(unix_micros({{ to_at }}) - unix_micros({{ from_at }}) as double) / 86400000000)
{%- endmacro %}
