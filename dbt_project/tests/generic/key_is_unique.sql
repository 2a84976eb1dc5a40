{#- Keys that occur twice, or that lack a part which may not be null (all but those in may_be_null). -#}
{% test key_is_unique(model, columns, may_be_null=[]) %}
select
    {{ columns | join(', ') }},
    count(*) as row_count
from {{ model }}
group by {{ columns | join(', ') }}
having
    count(*) > 1
    {%- for column in columns if column not in may_be_null %}
    or {{ column }} is null
    {%- endfor %}
{% endtest %}
