with applications as (
    select
        function,
        exit_type,
        {{ stage_rank('furthest_stage') }} as furthest_rank,
        coalesce(hired_date, exited_date) as exited_date
    from {{ ref('fct_application') }}
    where exit_type in ('advanced', 'rejected', 'withdrew')
),

days as (
    select
        applications.function,
        stages.canonical_stage as from_stage,
        count(*) filter (where applications.exit_type = 'advanced') as hired,
        count(*) filter (where applications.exit_type = 'rejected') as rejected,
        count(*) filter (where applications.exit_type = 'withdrew') as withdrew,
        applications.exited_date
    from applications
    inner join {{ canonical_stages() }} as stages on applications.furthest_rank >= stages.stage_rank
    group by applications.function, stages.canonical_stage, applications.exited_date
),

cells as (
    {{ in_cells('days', 'exited_date', ['from_stage', 'hired', 'rejected', 'withdrew']) }}
),

counts as (
    select
        period_type,
        function,
        from_stage,
        cast(sum(hired) as bigint) as hired,
        cast(sum(rejected) as bigint) as rejected,
        cast(sum(withdrew) as bigint) as withdrew,
        period_start_date
    from cells
    group by period_type, period_start_date, function, from_stage
),

final as (
    select
        period_type,
        period_start_date,
        function,
        from_stage,
        hired,
        rejected,
        withdrew,
        {{ share_of('hired', '(hired + rejected + withdrew)') }} as rate,
        {{ wilson_low('hired', '(hired + rejected + withdrew)') }} as ci_low,
        {{ wilson_high('hired', '(hired + rejected + withdrew)') }} as ci_high
    from counts
)

select * from final
