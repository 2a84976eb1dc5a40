with publication as (
    select * from {{ ref('publication') }}
),

snapshots as (
    select
        *,
        {{ add_days('snapshot_date', 1) }} as next_date
    from {{ ref('fct_opening_snapshot') }}
),

openings as (
    select
        opening_key,
        {{ date_trunc_to('quarter', 'filled_date') }} as filled_quarter,
        case when status = 'cancelled' then {{ date_trunc_to('quarter', 'closed_date') }} end as cancelled_quarter
    from {{ ref('fct_opening') }}
),

requisitions as (
    select * from {{ ref('dim_requisition') }}
),

-- what was due as the quarter began, as known the evening before; later re-dating does not move it
due as (
    select
        snapshots.function,
        case
            when openings.filled_quarter = snapshots.next_date then 'filled'
            when openings.cancelled_quarter = snapshots.next_date then 'cancelled'
            else 'still_open'
        end as fate,
        snapshots.next_date as quarter_start_date
    from snapshots
    cross join publication
    left join openings on snapshots.opening_key = openings.opening_key
    left join requisitions on snapshots.requisition_key = requisitions.requisition_key
    where
        {{ date_trunc_to('quarter', 'snapshots.next_date') }} = snapshots.next_date
        and {{ date_trunc_to('quarter', 'snapshots.target_fill_date') }} = snapshots.next_date
        and snapshots.next_date <= publication.as_of_date
        and not coalesce(requisitions.is_evergreen, false)
),

scoped as (
    select
        function,
        fate,
        quarter_start_date
    from due where function is not null
    union all
    select
        'all' as function,
        fate,
        quarter_start_date
    from due
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
