with applications as (
    select * from {{ ref('fct_application') }}
),

-- req_closed and transferred_out are no verdict on a person: no rows
days as (
    select
        function,
        exit_stage,
        exit_type,
        coalesce(exit_reason, 'other_unknown') as exit_reason,
        count(*) as exits,
        exited_date
    from applications
    where exit_type in ('rejected', 'withdrew')
    group by function, exit_stage, exit_type, coalesce(exit_reason, 'other_unknown'), exited_date
),

cells as (
    {{ in_cells('days', 'exited_date', ['exit_stage', 'exit_type', 'exit_reason', 'exits']) }}
),

counts as (
    select
        period_type,
        function,
        exit_stage,
        exit_type,
        exit_reason,
        sum(exits) as exits,
        period_start_date
    from cells
    group by period_type, period_start_date, function, exit_stage, exit_type, exit_reason
),

totals as (
    select
        *,
        sum(exits) over (partition by period_type, period_start_date, function) as period_exits
    from counts
),

final as (
    select
        period_type,
        period_start_date,
        function,
        exit_stage,
        exit_type,
        exit_reason,
        cast(exits as bigint) as exits,
        cast(period_exits as bigint) as period_exits,
        {{ share_of('exits', 'period_exits') }} as share
    from totals
)

select * from final
