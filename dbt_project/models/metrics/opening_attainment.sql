with publication as (
    select * from {{ ref('publication') }}
),

snapshots as (
    select *, {{ date_trunc_to('quarter', add_days('snapshot_date', 1)) }} as quarter_start_date
    from {{ ref('fct_opening_snapshot') }}
),

openings as (
    select * from {{ ref('fct_opening') }}
),

requisitions as (
    select * from {{ ref('dim_requisition') }}
),

-- what was due as the quarter began, as known the evening before; later re-dating does not move it
due as (
    select
        snapshots.function,
        case
            when {{ date_trunc_to('quarter', 'openings.filled_date') }} = snapshots.quarter_start_date then 'filled'
            when openings.status = 'cancelled' and {{ date_trunc_to('quarter', 'openings.closed_date') }} = snapshots.quarter_start_date then 'cancelled'
            else 'still_open'
        end as fate,
        snapshots.quarter_start_date
    from snapshots
    cross join publication
    left join openings on snapshots.opening_key = openings.opening_key
    left join requisitions on snapshots.requisition_key = requisitions.requisition_key
    where {{ add_days('snapshots.snapshot_date', 1) }} = snapshots.quarter_start_date
        and {{ date_trunc_to('quarter', 'snapshots.target_fill_date') }} = snapshots.quarter_start_date
        and snapshots.quarter_start_date <= publication.as_of_date
        and not coalesce(requisitions.is_evergreen, false)
),

scoped as (
    select function, fate, quarter_start_date from due where function is not null
    union all
    select 'all' as function, fate, quarter_start_date from due
),

counts as (
    select
        function,
        count(*) as due,
        count(*) filter (where fate = 'filled') as filled,
        count(*) filter (where fate = 'cancelled') as cancelled,
        count(*) filter (where fate = 'still_open') as still_open,
        quarter_start_date
    from scoped
    group by function, quarter_start_date
),

final as (
    select
        quarter_start_date,
        function,
        due,
        filled,
        cancelled,
        still_open,
        {{ share_of('filled', '(due - cancelled)') }} as attainment,
        {{ share_of('still_open', '(due - cancelled)') }} as slippage
    from counts
)

select * from final
