with flows as (
    select
        *,
        event_date as changed_date
    from {{ ref('int_flows__dated') }}
),

periods as (
    select * from {{ ref('int_periods__elapsed') }}
),

{% set columns = ['canonical_stage', 'entries', 'change', 'exits', 'visit_days', 'changed_date'] -%}
cells as (
    {{ in_cells('flows', 'event_date', columns) }}
),

changes as (
    select
        cells.period_type,
        cells.function,
        cells.canonical_stage,
        sum(cells.entries) as entries,
        sum(cells.change) as change,
        sum(cells.exits) as exits,
        sum(cells.visit_days) as visit_days,
        sum(cells.change * ({{ days_between('cells.changed_date', 'periods.last_date') }} + 1)) as changed_days,
        cells.period_start_date
    from cells
    inner join periods
        on cells.period_type = periods.period_type and cells.period_start_date = periods.period_start_date
    group by cells.period_type, cells.period_start_date, cells.function, cells.canonical_stage
),

first_changes as (
    select
        period_type,
        function,
        canonical_stage,
        min(period_start_date) as first_start_date
    from changes
    group by period_type, function, canonical_stage
),

-- every period since the first change: one without any still has the visits that go on
balances as (
    select
        periods.period_type,
        first_changes.function,
        first_changes.canonical_stage,
        periods.days,
        coalesce(changes.entries, 0) as entries,
        coalesce(changes.exits, 0) as exits,
        changes.visit_days,
        coalesce(changes.changed_days, 0) + periods.days * coalesce(sum(changes.change) over (
            partition by periods.period_type, first_changes.function, first_changes.canonical_stage
            order by periods.period_start_date rows between unbounded preceding and 1 preceding
        ), 0) as active_days,
        periods.period_start_date
    from first_changes
    inner join periods
        on
            first_changes.period_type = periods.period_type
            and first_changes.first_start_date <= periods.period_start_date
    left join changes
        on
            periods.period_type = changes.period_type
            and periods.period_start_date = changes.period_start_date
            and first_changes.function = changes.function
            and first_changes.canonical_stage = changes.canonical_stage
),

measured as (
    select
        *,
        cast(active_days as double) / nullif(days, 0) as average_active,
        case when days > 0 then cast(active_days as double) / nullif(entries, 0) end as implied_days,
        cast(visit_days as double) / nullif(exits, 0) as observed_days
    from balances
    where entries > 0 or active_days > 0
),

final as (
    select
        period_type,
        period_start_date,
        function,
        canonical_stage,
        cast(entries as bigint) as entries,
        cast(exits as bigint) as exits,
        average_active,
        implied_days,
        observed_days,
        implied_days / nullif(observed_days, 0) - 1 as deviation
    from measured
)

select * from final
