-- Cross ids and e-mail first: who holds a phone or profile can only be counted in people once these are one.
-- Every round passes the smallest number on to all who share an identifier, and on to all their identifiers.
with links as (
    select
        record_number,
        identifier_key
    from {{ ref('int_person_links__shared') }}
    where rule_number <= 2
),

labels_0 as (
    select
        record_number,
        identifier_key,
        record_number as label
    from links
),

{% for round in range(6) %}
met_{{ round }} as (
    select
        record_number,
        identifier_key,
        min(label) over (partition by identifier_key) as label
    from labels_{{ round }}
),

labels_{{ round + 1 }} as (
    select
        record_number,
        identifier_key,
        min(label) over (partition by record_number) as label
    from met_{{ round }}
),

{% endfor %}
final as (
    select
        record_number,
        min(label) as label
    from labels_6
    group by record_number
)

select * from final
