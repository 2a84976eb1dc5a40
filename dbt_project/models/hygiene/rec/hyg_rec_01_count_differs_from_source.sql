{%- set settings = var('hygiene') -%}
with reconciliations as (
    select * from {{ ref('int_reconciliations__unioned') }}
),

latest as (
    select * from reconciliations
    qualify row_number() over (partition by system, entity order by checked_at desc nulls last) = 1
),

evaluated as (
    select
        'table' as entity_type,
        concat(system, '.', entity) as entity_id,
        concat(system, '.', entity) as entity_key,
        cast(null as string) as application_key,
        cast(null as string) as requisition_key,
        system,
        cast(null as string) as function,
        cast(null as string) as owner_key,
        cast(null as string) as recruiter_key,
        concat(
            'The source counts ', cast(source_rows as string), ' rows, the warehouse ', cast(warehouse_rows as string)
        ) as detail,
        coalesce(
            abs(source_rows - warehouse_rows)
            > greatest({{ settings['rec_01_rows'] }}, {{ settings['rec_01_share'] }} * source_rows),
            false
        ) as is_failed,
        false as is_escalated,
        checked_at as known_at,
        checked_at as since_at
    from latest
),

final as (
    {{ judged_rows('REC-01') }}
)

select * from final
