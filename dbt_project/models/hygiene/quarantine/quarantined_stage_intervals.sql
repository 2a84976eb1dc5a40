-- Readers find the rows of an entity under its own name in the schema: quarantine.stage_interval. A stay that is held
-- back is folded into nothing: it is shown as the source gave it.
{{ config(alias='stage_interval') }}

with quarantined_keys as (
    select * from {{ ref('quarantined_keys') }}
    where entity_type = 'stage_interval'
),

held_back as (
    select
        {{ surrogate_key(['system', 'stay_id']) }} as interval_key,
        {{ surrogate_key(['system', 'application_id', 'job_id']) }} as application_key,
        stays.*
    from {{ ref('int_stage_stays__unioned') }} as stays
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
    left join held_back on quarantined_keys.entity_key = held_back.interval_key
)

select * from final
