with entries as (
    select * from {{ ref('int_stage_entries__resolved') }}
),

-- a back-filled stay has an invented beginning (STG-06)
stays as (
    select
        function,
        canonical_stage,
        stay_state,
        active_days as clock_days,
        stay_state = 'completed' as is_event,
        entered_date
    from entries
    where not coalesce(is_backfilled, false) and active_days >= 0
),

{% set cell = ['period_type', 'period_start_date', 'function', 'canonical_stage'] -%}
cells as (
    {{ in_cells('stays', 'entered_date', ['canonical_stage', 'stay_state', 'clock_days', 'is_event']) }}
),

steps as (
    {{ survival_steps('cells', cell, ['stay_state']) }}
),

final as (
    select
        period_type,
        period_start_date,
        function,
        canonical_stage,
        count(*) filter (where stay_state = 'completed') as completed_stays,
        count(*) filter (where stay_state = 'censored') as censored_stays,
        count(*) filter (where stay_state = 'open') as open_stays,
        {{ median("case when stay_state = 'completed' then clock_days end") }} as median_days,
        {{ quantile("case when stay_state = 'completed' then clock_days end", 0.9) }} as p90_days,
        {{ survival_median() }} as km_median_days,
        {{ median("case when stay_state = 'open' then clock_days end") }} as open_median_age_days
    from steps
    group by {{ cell | join(', ') }}
)

select * from final
