-- The company's seed decides over the vendor's type of the reason, the reason over the application.
with reasons as (
    select * from {{ ref('int_rejection_reasons__unioned') }}
),

reason_map as (
    select
        {{ name_key('reason_name') }} as reason_name,
        max(exit_reason) as exit_reason,
        max(exit_kind) as exit_kind
    from {{ ref('reason_map') }}
    group by {{ name_key('reason_name') }}
),

final as (
    select
        reasons.system,
        reasons.reason_id,
        reasons.reason_name,
        nullif(trim(reason_map.exit_reason), '') as exit_reason,
        coalesce(nullif(trim(reason_map.exit_kind), ''), reasons.exit_kind) as exit_kind
    from reasons
    left join reason_map
        on {{ name_key('reasons.reason_name') }} = reason_map.reason_name
)

select * from final
