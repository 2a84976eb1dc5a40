with records as (
    select * from {{ ref('int_person_records__ordered') }}
),

links as (
    select * from {{ ref('int_person_links__usable') }}
),

strong as (
    select * from {{ ref('int_person_clusters__strong') }}
),

labels_0 as (
    select distinct
        label as cluster_number,
        identifier_key,
        label
    from links
    where rule_number > 2
),

{% for round in range(4) %}
met_{{ round }} as (
    select
        cluster_number,
        identifier_key,
        min(label) over (partition by identifier_key) as label
    from labels_{{ round }}
),

labels_{{ round + 1 }} as (
    select
        cluster_number,
        identifier_key,
        min(label) over (partition by cluster_number) as label
    from met_{{ round }}
),

{% endfor %}
weak as (
    select
        cluster_number,
        min(label) as label
    from labels_4
    group by cluster_number
),

rules as (
    select
        record_number,
        min(rule_number) as rule_number
    from links
    group by record_number
),

labelled as (
    select
        records.*,
        rules.rule_number,
        coalesce(weak.label, strong.label, records.record_number) as label
    from records
    left join strong
        on records.record_number = strong.record_number
    left join weak
        on coalesce(strong.label, records.record_number) = weak.cluster_number
    left join rules
        on records.record_number = rules.record_number
),

final as (
    select
        eldest.record_key as person_key,
        labelled.system,
        labelled.record_type,
        labelled.record_id,
        labelled.record_number,
        case labelled.rule_number
            when 1 then 'vendor_id'
            when 2 then 'email'
            when 3 then 'phone'
            when 4 then 'profile_url'
            else 'single'
        end as match_rule,
        cast(1 as double) as match_probability,
        labelled.is_anonymised,
        labelled.is_internal_user,
        labelled.do_not_contact,
        labelled.consent_until_date,
        labelled.retain_until_date,
        labelled.created_at,
        labelled.known_at
    from labelled
    inner join records as eldest
        on labelled.label = eldest.record_number
)

select * from final
