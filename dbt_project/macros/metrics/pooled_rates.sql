{# Empirical Bayes of 0.6: per cell the pooled rate p0 and the strength m that makes the functions' counts likeliest. #}
{% macro pooled_rates(relation, cell_columns) -%}
{%- set cell = cell_columns | join(', ') -%}
{%- set qualified = 'pools.' ~ (cell_columns | join(', pools.')) -%}
{%- set a, b = 'grid.m * pools.p0', 'grid.m * (1e0 - pools.p0)' -%}
select {{ cell }}, p0, n, min(m) as m
from (
    select *, max(likelihood) over (partition by {{ cell }}) as best
    from (
        select
            {{ qualified }}, pools.p0, pools.n, grid.m,
            {{ exact_sum(log_beta_ratio('counts.x', 'counts.n', a, b)) }} as likelihood
        from (
            select {{ cell }}, cast(sum(x) as double) / nullif(sum(n), 0) as p0, sum(n) as n
            from {{ relation }}
            group by {{ cell }}
        ) as pools
        cross join {{ strength_grid() }} as grid
        inner join {{ relation }} as counts
            on {% for column in cell_columns -%}
                counts.{{ column }} = pools.{{ column }}{{ ' and ' if not loop.last }}
            {%- endfor %}
        group by {{ qualified }}, pools.p0, pools.n, grid.m
    ) as scored
) as ranked
where likelihood >= best - 1e-9 or best is null
group by {{ cell }}, p0, n
{%- endmacro %}
