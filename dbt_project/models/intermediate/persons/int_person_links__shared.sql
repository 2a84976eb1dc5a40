-- Only what two records share can join them: everything else is left out before the rounds begin.
with records as (
    select * from {{ ref('int_person_records__ordered') }}
),

identifiers as (
    select * from {{ ref('int_person_identifiers__unioned') }}
),

given as (
    select
        records.record_number,
        identifiers.identifier_type,
        identifiers.identifier_value
    from identifiers
    inner join records
        on
            identifiers.system = records.system
            and identifiers.record_type = records.record_type
            and identifiers.record_id = records.record_id
    where identifiers.identifier_value is not null and identifiers.identifier_value <> ''
),

own as (
    select
        record_number,
        'record' as identifier_type,
        concat(system, ':', record_type, ':', record_id) as identifier_value
    from records
),

links as (
    select * from given
    union
    select * from own
),

shared as (
    select
        links.*,
        count(*) over (partition by links.identifier_type, links.identifier_value) as holders
    from links
),

final as (
    select
        record_number,
        {{ surrogate_key(['identifier_type', 'identifier_value']) }} as identifier_key,
        identifier_type,
        cast(
            case identifier_type when 'record' then 1 when 'email' then 2 when 'phone' then 3 else 4 end as bigint
        ) as rule_number
    from shared
    where holders > 1
)

select * from final
