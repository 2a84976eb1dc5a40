with months as (
    select * from {{ ref('int_spend_months__due') }}
),

evaluated as (
    select
        'spend_month' as entity_type,
        concat_ws(', ', cast(month_start_date as string), cost_side, source_name) as entity_id,
        spend_month_key as entity_key,
        cast(null as string) as application_key,
        cast(null as string) as requisition_key,
        system,
        cast(null as string) as function,
        cast(null as string) as owner_key,
        cast(null as string) as recruiter_key,
        concat('No spend of ', source_name, ' in the month of ', cast(month_start_date as string)) as detail,
        is_missing as is_failed,
        false as is_escalated,
        cast(month_start_date as {{ type_of('timestamp') }}) as known_at,
        cast(month_start_date as {{ type_of('timestamp') }}) as since_at
    from months
),

final as (
    {{ judged_rows('SRC-05') }}
)

select * from final
