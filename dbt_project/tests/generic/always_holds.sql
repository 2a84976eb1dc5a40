{#- Rows of which an expression over their columns is false; an unknown is no contradiction. -#}
{% test always_holds(model, expression) %}
select *
from {{ model }}
where not ({{ expression }})
{% endtest %}
