{{ config(enabled = 'greenhouse' in var('systems')) }}

-- resolved_at set through the API is moved to 12:00 UTC of the given day: at exactly noon it is that day, not a time.

with offers as (
    select * from {{ live('base_greenhouse__offers') }}
),

dated as (
    select
        offers.*,
        coalesce(
            resolved_at = {{ add_minutes("cast(cast(resolved_at as date) as " ~ type_of('timestamp') ~ ")", 720) }},
            false
        ) as is_day
    from offers
),

final as (
    select
        offer_id,
        application_id,
        job_id,
        status,
        is_day,
        case
            when is_day then cast(cast(resolved_at as date) as {{ type_of('timestamp') }})
            else coalesce(resolved_at, updated_at)
        end as answered_at
    from dated
)

select * from final
