with entries as (
    select * from {{ ref('int_stage_entries__resolved') }}
),

cells as (
    select * from {{ ref('int_stage_cells__numbered') }}
),

-- a back-filled stay has an invented beginning
clocks as (
    select
        cells.cell_number,
        entries.active_days as clock_days,
        entries.stay_state = 'completed' as is_event,
        entries.stay_state = 'open' as is_open
    from entries
    inner join cells
        on
            entries.entered_date = cells.entered_date
            and coalesce(entries.function, '') = cells.entry_function
            and entries.canonical_stage = cells.canonical_stage
    where not coalesce(entries.is_backfilled, false)
),

steps as (
    {{ survival_steps('clocks', ['is_open']) }}
),

lengths as (
    select
        cell_number,
        count(*) filter (where is_event) as completed_stays,
        count(*) filter (where not is_event and not is_open) as censored_stays,
        count(*) filter (where is_open) as open_stays,
        {{ median("case when is_event then clock_days end") }} as median_days,
        {{ quantile("case when is_event then clock_days end", 0.9) }} as p90_days,
        {{ survival_median() }} as km_median_days,
        {{ median("case when is_open then clock_days end") }} as open_median_age_days
    from steps
    group by cell_number
),

names as (
    select distinct
        cell_number,
        period_type,
        function,
        canonical_stage,
        period_start_date
    from cells
),

final as (
    select
        names.period_type,
        names.period_start_date,
        names.function,
        names.canonical_stage,
        lengths.completed_stays,
        lengths.censored_stays,
        lengths.open_stays,
        lengths.median_days,
        lengths.p90_days,
        lengths.km_median_days,
        lengths.open_median_age_days
    from lengths
    inner join names on lengths.cell_number = names.cell_number
)

select * from final
