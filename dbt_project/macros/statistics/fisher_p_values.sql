{#- Two-sided Fisher p: of all tables with both margins as seen, the probability of those no likelier (ties within 1e-7).
    Tables 12 standard deviations beyond what was seen add nothing to the twelve decimals kept, and are passed over. -#}
{% macro fisher_p_values(relation, keys) -%}
{%- set all_ways = log_choose('people', 'chosen') -%}
{%- set seen = log_choose('pool', 'selected') ~ ' + ' ~ log_choose('other_pool', 'other_selected') ~ ' - ' ~ all_ways -%}
{%- set drawn = log_choose('pool', 'k') ~ ' + ' ~ log_choose('other_pool', '(chosen - k)') ~ ' - ' ~ all_ways -%}
{%- set spread = 'sqrt(mean * other_pool / people * (people - chosen) / greatest(people - 1e0, 1e0))' -%}
{%- set reach = '(abs(selected - mean) + 12e0 * ' ~ spread ~ ' + 30e0)' -%}
{%- set low = 'cast(greatest(0e0, chosen - other_pool, floor(mean - ' ~ reach ~ ')) as bigint)' -%}
{%- set high = 'cast(least(pool, chosen, ceil(mean + ' ~ reach ~ ')) as bigint)' -%}
{%- set counted = exact_sum('case when likelihood <= seen + 1e-7 then exp(likelihood) else 0e0 end') -%}
select {{ keys | join(', ') }}, round(least(1e0, cast({{ counted }} as double)), 12) as p_value
from (
    select *, {{ seen }} as seen, {{ drawn }} as likelihood
    from (
        select *, {{ integers_between(low, high) }} as k
        from (
            select *, pool + other_pool as people, selected + other_selected as chosen,
                pool * (selected + other_selected) / (pool + other_pool) as mean
            from {{ relation }}
        ) as margins
    ) as tables
) as weighed
group by {{ keys | join(', ') }}
{%- endmacro %}
