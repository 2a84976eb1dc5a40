with entries as (
    select * from {{ ref('int_stage_entries__resolved') }}
),

cells as (
    select * from {{ ref('int_stage_cells__numbered') }}
),

clocks as (
    select
        cells.cell_number,
        entries.clock_days,
        entries.outcome in ('advanced', 'rejected', 'withdrew') as is_event,
        entries.outcome = 'advanced' and entries.clock_days <= {{ var('adjusted_conversion_days') }} as is_counted
    from entries
    inner join cells
        on
            entries.entered_date = cells.entered_date
            and coalesce(entries.function, '') = cells.entry_function
            and entries.canonical_stage = cells.canonical_stage
),

steps as (
    {{ survival_steps('clocks', ['is_counted']) }}
),

incidences as (
    select
        cell_number,
        coalesce({{ exact_sum('case when is_counted then weight end') }}, 0) as advanced,
        max(clock_days) as longest_clock_days,
        max(case when place = people and is_event then 1 else 0 end) = 1 as is_exhausted
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

-- no extrapolation: somebody must have been watched that long, or nobody be left
final as (
    select
        names.period_type,
        names.function,
        names.canonical_stage,
        case
            when
                incidences.longest_clock_days >= {{ var('adjusted_conversion_days') }} or incidences.is_exhausted
                then least(cast(incidences.advanced as double), 1e0)
        end as rate_adjusted,
        names.period_start_date
    from incidences
    inner join names on incidences.cell_number = names.cell_number
)

select * from final
