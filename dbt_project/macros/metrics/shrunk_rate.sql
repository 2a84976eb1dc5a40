{# x of n pulled towards p0 as if m more had been seen at that rate. #}
{% macro shrunk_rate(x, n, p0, m) -%}
({{ x }} + {{ m }} * {{ p0 }}) / ({{ n }} + {{ m }})
{%- endmacro %}
