{#- What an entity's contract promises of its rows and these break: a key that occurs twice or lacks a part, a required
    value that is missing, a word the contract does not know. -#}
{% test keeps_contract(model, entity) %}
{%- set contract = contract_entity(entity) -%}
{%- set keys = ['system'] + contract.get('key', []) -%}
with broken as (
    {%- if contract.get('key') %}
    select 'key' as promise, count(*) as row_count
    from {{ model }}
    group by {{ keys | join(', ') }}
    having
        count(*) > 1
        {%- for column in keys if column not in contract.get('may_be_null', []) %}
        or {{ column }} is null
        {%- endfor %}
    union all
    {%- endif %}
    {%- for column, said in contract['columns'].items() if said | length > 2 %}
    select '{{ column }}' as promise, 1 as row_count
    from {{ model }}
    where
        {%- if said[2] == 'required' %} {{ column }} is null
        {%- else %} {{ column }} not in ({% for value in said[2] %}{{ "'" ~ value ~ "'" if value is string else value }}{{ ', ' if not loop.last }}{% endfor %})
        {%- endif %}
    union all
    {%- endfor %}
    select 'system' as promise, 1 as row_count
    from {{ model }}
    where system is null
)

select
    promise,
    sum(row_count) as row_count
from broken
group by promise
{% endtest %}
