-- Per year, stage and group type a table of functions x groups, with `all` as its margin; how much of it must go is
-- ruled, and why it is enough argued, in docs/adr/0008. Longer than a model should be: one idea per step, six of them.
{% set smallest = var('fairness_minimum_pool') -%}
{% set board = 'year_start_date, stage, group_type' -%}
with cells as (
    select
        *,
        pool < {{ smallest }} as is_small
    from {{ ref('int_selections__grouped') }}
),

-- the smallest groups and functions go first
group_order as (
    select
        {{ board }},
        group_name,
        bool_or(is_small) as is_small,
        bool_or(is_small and function = 'all') as is_small_in_all,
        row_number() over (
            partition by {{ board }}
            order by bool_or(is_small) desc, sum(case when function = 'all' then pool end) asc, group_name asc
        ) as group_rank
    from cells
    group by {{ board }}, group_name
),

function_order as (
    select
        {{ board }},
        function,
        bool_or(is_small) as is_small,
        row_number() over (
            partition by {{ board }} order by function = 'all', bool_or(is_small) desc, sum(pool) asc, function asc
        ) as function_rank
    from cells
    group by {{ board }}, function
),

-- every function has a row for every group, so that what is missing tells nothing
grid as (
    select
        function_order.year_start_date,
        function_order.stage,
        function_order.group_type,
        function_order.function,
        group_order.group_name,
        function_order.function_rank,
        group_order.group_rank,
        function_order.is_small as is_function_small,
        group_order.is_small as is_group_small,
        group_order.is_small_in_all,
        coalesce(cells.pool, 0) as pool,
        coalesce(cells.selected, 0) as selected,
        sum(coalesce(cells.pool, 0)) over (
            partition by
                function_order.year_start_date,
                function_order.stage,
                function_order.group_type,
                function_order.function
            order by group_order.group_rank
        ) as pool_of_groups_so_far
    from function_order
    inner join group_order
        on
            function_order.year_start_date = group_order.year_start_date
            and function_order.stage = group_order.stage
            and function_order.group_type = group_order.group_type
    left join cells
        on
            function_order.year_start_date = cells.year_start_date
            and function_order.stage = cells.stage
            and function_order.group_type = cells.group_type
            and function_order.function = cells.function
            and group_order.group_name = cells.group_name
),

-- in a function with a small cell as many groups go as hide five people among them, at least two; in `all` likewise
{% set reaches = 'pool_of_groups_so_far - pool < ' ~ smallest -%}
stacked as (
    select
        *,
        greatest(
            2,
            max(case when is_group_small then group_rank else 0 end) over board,
            max(case when is_function_small and {{ reaches }} then group_rank else 0 end) over board
        ) * max(case when is_function_small then 1 else 0 end) over board as last_group,
        greatest(
            2,
            max(case when is_small_in_all then group_rank else 0 end) over board,
            max(case when function = 'all' and {{ reaches }} then group_rank else 0 end) over board
        ) * max(case when is_small_in_all then 1 else 0 end) over board as last_group_in_all,
        sum(pool) over (
            partition by {{ board }}, group_name
            order by function_rank
        ) as pool_of_functions_so_far
    from grid
    window board as (partition by {{ board }})
),

-- and of each such group that `all` shows, as many functions as hide five people of it
bounded as (
    select
        *,
        max(case when is_function_small and function <> 'all' then function_rank else 0 end) over board as last_small,
        max(
            case
                when
                    group_rank > last_group_in_all
                    and group_rank <= last_group
                    and pool_of_functions_so_far - pool < {{ smallest }}
                    and function <> 'all'
                    then function_rank
                else 0
            end
        ) over board as last_covering
    from stacked
    window board as (partition by {{ board }})
),

judged as (
    select
        *,
        case
            when function = 'all' then group_rank <= last_group_in_all
            else group_rank <= last_group and function_rank <= greatest(last_small, last_covering)
        end as is_suppressed
    from bounded
),

final as (
    select
        function,
        stage,
        group_type,
        group_name,
        pool,
        selected,
        is_suppressed,
        year_start_date
    from judged
    where function <> '' and (pool > 0 or is_suppressed)
)

select * from final
