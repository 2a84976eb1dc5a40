{#
    The product-limit estimate, row by row. `relation` has clock_days, is_event and the cell columns.
    A censored row hands its weight on to the rows after it, so an event weighs S(t-) / at risk:
    1 / people times n / (n - 1) for each censored row before it. Sums of `weight` over the events of
    one cause are its Aalen-Johansen incidence; `survival` is S just after the event.
#}
{% macro survival_steps(relation, cell_columns, columns=[]) -%}
{%- set cell = cell_columns | join(', ') -%}
{%- set handed_on = 'ln((people - place + 1e0) / (people - place))' -%}
select *, weight * (people - place) as survival
from (
    select
        *,
        exp(coalesce(
            {{ exact_sum('case when not is_event and people > place then ' ~ handed_on ~ ' end') }} over (
                partition by {{ cell }} order by place rows between unbounded preceding and current row
            ), 0
        )) / people as weight
    from (
        select
            {{ (cell_columns + columns) | join(', ') }}, clock_days, is_event,
            row_number() over (
                partition by {{ cell }} order by clock_days, case when is_event then 0 else 1 end
            ) as place,
            count(*) over (partition by {{ cell }}) as people
        from {{ relation }}
        where clock_days >= 0
    ) as placed
) as weighed
{%- endmacro %}
