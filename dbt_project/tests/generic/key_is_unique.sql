{#- Rows whose key columns together occur twice, or whose first two key columns hold a null. -#}
{% test key_is_unique(model, columns) %}
select
    {{ columns | join(', ') }},
    count(*) as row_count
from {{ model }}
group by {{ columns | join(', ') }}
having count(*) > 1 or {{ columns[0] }} is null or {{ columns[1] if columns | length > 1 else columns[0] }} is null
{% endtest %}
