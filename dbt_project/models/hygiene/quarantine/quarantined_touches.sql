-- Readers find the rows of an entity under its own name in the schema: quarantine.touch.
{{ config(alias='touch') }}

with quarantined_keys as (
    select * from {{ ref('quarantined_keys') }}
    where entity_type = 'touch'
),

held_back as (
    select * from {{ ref('int_touches__keyed') }}
),

final as (
    select
        quarantined_keys.rule_id,
        quarantined_keys.entity_id as quarantined_id,
        quarantined_keys.entity_key as quarantined_key,
        quarantined_keys.detail as quarantine_detail,
        quarantined_keys.first_seen_at as quarantined_at,
        held_back.*
    from quarantined_keys
    left join held_back on quarantined_keys.entity_key = held_back.touch_key
)

select * from final
