-- Longer than a model should be: the pair of groups is named again on its way through the exact test.
{% set cell = ['year_start_date', 'function', 'stage', 'group_type'] -%}
{% set threshold = var('fairness_impact_ratio') -%}
with cells as (
    select
        *,
        cast(selected as double) / cast(pool as double) as rate,
        sum(pool) over (partition by {{ cell | join(', ') }}) as cell_pool
    from {{ ref('int_cells__suppressed') }}
),

testable as (
    select
        function,
        stage,
        group_type,
        group_name,
        cast(pool as double) as pool,
        cast(selected as double) as selected,
        rate,
        year_start_date
    from cells
    where not is_suppressed and pool >= {{ var('fairness_minimum_share') }} * cell_pool
),

-- the group with the highest rate, of two the larger; none where nobody was selected
best as (
    select * from testable
    where selected > 0
    qualify row_number() over (
        partition by {{ cell | join(', ') }} order by rate desc, pool desc, group_name asc
    ) = 1
),

pairs as (
    select
        testable.function,
        testable.stage,
        testable.group_type,
        testable.group_name,
        best.group_name as reference_group,
        testable.pool,
        testable.selected,
        best.pool as other_pool,
        best.selected as other_selected,
        testable.selected * best.pool / (testable.pool * best.selected) as impact_ratio,
        (testable.selected + 1) * best.pool / (testable.pool * best.selected) as ratio_with_one_more,
        (testable.selected - 1) * best.pool / (testable.pool * best.selected) as ratio_with_one_fewer,
        (testable.selected + best.selected) / (testable.pool + best.pool) as pooled_rate,
        testable.year_start_date
    from testable
    inner join best
        on
            testable.year_start_date = best.year_start_date
            and testable.function = best.function
            and testable.stage = best.stage
            and testable.group_type = best.group_type
    where testable.group_name <> best.group_name
),

exact as (
    {{ fisher_p_values('pairs', cell + ['group_name']) }}
),

final as (
    select
        pairs.function,
        pairs.stage,
        pairs.group_type,
        pairs.group_name,
        pairs.reference_group,
        pairs.impact_ratio,
        exact.p_value,
        (pairs.other_selected / pairs.other_pool - pairs.selected / pairs.pool)
        / nullif(
            sqrt(pairs.pooled_rate * (1 - pairs.pooled_rate) * (1 / pairs.pool + 1 / pairs.other_pool)), 0
        ) as z,
        pairs.pool * pairs.pooled_rate - pairs.selected as shortfall,
        case
            when pairs.impact_ratio < {{ threshold }} then pairs.ratio_with_one_more >= {{ threshold }}
            else pairs.ratio_with_one_fewer < {{ threshold }}
        end as is_one_decision_apart,
        pairs.year_start_date
    from pairs
    inner join exact
        on
            pairs.year_start_date = exact.year_start_date
            and pairs.function = exact.function
            and pairs.stage = exact.stage
            and pairs.group_type = exact.group_type
            and pairs.group_name = exact.group_name
)

select * from final
