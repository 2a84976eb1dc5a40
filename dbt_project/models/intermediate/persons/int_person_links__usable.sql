-- A phone or profile held by more people than the limit is a switchboard or an agency, not a person.
with links as (
    select * from {{ ref('int_person_links__shared') }}
),

clusters as (
    select * from {{ ref('int_person_clusters__strong') }}
),

labelled as (
    select
        links.record_number,
        links.identifier_key,
        links.rule_number,
        coalesce(clusters.label, links.record_number) as label
    from links
    left join clusters
        on links.record_number = clusters.record_number
),

holders as (
    select
        identifier_key,
        count(distinct label) as people
    from labelled
    where rule_number > 2
    group by identifier_key
),

final as (
    select
        labelled.record_number,
        labelled.identifier_key,
        labelled.label,
        labelled.rule_number
    from labelled
    left join holders
        on labelled.identifier_key = holders.identifier_key
    where labelled.rule_number <= 2 or holders.people <= {{ var('identity_max_holders') }}
)

select * from final
