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
        {{ subject('table', "concat(system, '.', entity)") }},
        concat(
            'The source counts ', cast(source_rows as string), ' rows, the warehouse ', cast(warehouse_rows as string)
        ) as detail,
        coalesce(
            abs(source_rows - warehouse_rows)
            > greatest({{ settings['rec_01_rows'] }}, {{ settings['rec_01_share'] }} * source_rows),
            false
        ) as is_failed,
        checked_at as known_at,
        checked_at as since_at
    from latest
),

final as (
    {{ judged_rows('REC-01') }}
)

select * from final
