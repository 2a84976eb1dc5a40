with entries as (
    select
        function,
        canonical_stage,
        outcome,
        clock_days,
        {{ var('adjusted_conversion_days') }} as horizon_days,
        outcome in ('advanced', 'rejected', 'withdrew') as is_event,
        entered_date
    from {{ ref('int_stage_entries__resolved') }}
),

{% set cell = ['period_type', 'period_start_date', 'function', 'canonical_stage'] -%}
{% set kept = ['outcome', 'horizon_days'] -%}
cells as (
    {{ in_cells('entries', 'entered_date', ['canonical_stage', 'clock_days', 'is_event'] + kept) }}
),

steps as (
    {{ survival_steps('cells', cell, kept) }}
),

incidences as (
    select
        {{ cell | join(', ') }},
        coalesce({{ exact_sum("case when outcome = 'advanced' and clock_days <= horizon_days then weight end") }}, 0) as advanced,
        max(clock_days) as longest_clock_days,
        max(case when place = people and is_event then 1 else 0 end) = 1 as is_exhausted
    from steps
    group by {{ cell | join(', ') }}
),

-- no extrapolation: somebody must have been watched that long, or nobody be left
final as (
    select
        period_type,
        function,
        canonical_stage,
        case
            when longest_clock_days >= {{ var('adjusted_conversion_days') }} or is_exhausted
                then least(cast(advanced as double), 1e0)
        end as rate_adjusted,
        period_start_date
    from incidences
)

select * from final
