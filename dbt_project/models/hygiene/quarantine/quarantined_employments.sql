-- Readers find the rows of an entity under its own name in the schema: quarantine.employment.
{{ config(alias='employment') }}

with quarantined_keys as (
    select * from {{ ref('quarantined_keys') }}
    where entity_type = 'employment'
),

held_back as (
    select
        *,
        {{ surrogate_key(['system', 'employee_id']) }} as employment_key
    from {{ ref('int_employments__keyed') }}
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
    left join held_back on quarantined_keys.entity_key = held_back.employment_key
)

select * from final
