{#
    The product-limit estimate, row by row. `relation` has cell_number, clock_days and is_event.
    A censored row hands its weight on to the rows after it, so an event weighs S(t-) / at risk:
    1 / people times n / (n - 1) for each censored row before it. Sums of `weight` over the events of
    one cause are its Aalen-Johansen incidence; `survival` is S just after the event.
#}
{% macro survival_steps(relation, columns=[]) -%}
{%- set handed_on = 'case when not is_event and people > place then ln((people - place + 1e0) / (people - place)) end' -%}
select *, weight * (people - place) as survival
from (
    select
        *,
        exp(coalesce({{ exact_sum(handed_on) }} over (
            partition by cell_number order by place rows between unbounded preceding and current row
        ), 0)) / people as weight
    from (
        select
            {{ (['cell_number', 'clock_days', 'is_event'] + columns) | join(', ') }},
            row_number() over (partition by cell_number order by clock_days, not is_event) as place,
            count(*) over (partition by cell_number) as people
        from {{ relation }}
        where clock_days >= 0
    ) as placed
) as weighed
{%- endmacro %}
