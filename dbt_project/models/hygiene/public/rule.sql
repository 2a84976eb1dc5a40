with rules as (
    select * from {{ source('ops', 'rule') }}
),

final as (
    select
        rule_id,
        family,
        title,
        severity,
        escalated_severity,
        owner_role,
        remedy,
        threshold
    from rules
)

select * from final
