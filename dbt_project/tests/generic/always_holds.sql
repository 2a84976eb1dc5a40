{#- Fails on rows where the expression is false. Null passes. -#}
{% test always_holds(model, expression) %}
select *
from {{ model }}
where not ({{ expression }})
{% endtest %}
