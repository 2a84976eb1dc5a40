with days as (
    select distinct
        function,
        canonical_stage,
        entered_date
    from {{ ref('int_stage_entries__resolved') }}
),

keyed as (
    select
        function,
        canonical_stage,
        function as entry_function,
        entered_date
    from days
),

cells as (
    {{ in_cells('keyed', 'entered_date', ['canonical_stage', 'entry_function', 'entered_date']) }}
),

-- a number is narrow: millions of entries are then sorted by it, not by four columns of text
final as (
    select
        period_type,
        function,
        canonical_stage,
        coalesce(entry_function, '') as entry_function,
        dense_rank() over (order by period_type, period_start_date, function, canonical_stage) as cell_number,
        entered_date,
        period_start_date
    from cells
)

select * from final
