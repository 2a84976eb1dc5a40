{#- The stays in a status that follow from an opening's own row: it was open until it closed or was held. -#}
{% macro intervals_of_openings(openings) -%}
select
    system,
    opening_id,
    case when status = 'on_hold' and closed_at is null then 'on_hold' else 'open' end as status,
    replace(replace(day_columns, 'opened_at', 'started_at'), 'closed_at', 'ended_at') as day_columns,
    opened_at as started_at,
    closed_at as ended_at
from {{ openings }}
where opened_at is not null
union all
select
    system,
    opening_id,
    case when status = 'on_hold' then 'on_hold' else 'closed' end as status,
    case when {{ is_day('closed_at', 'opening') }} then 'started_at' end as day_columns,
    closed_at as started_at,
    cast(null as {{ type_of('timestamp') }}) as ended_at
from {{ openings }} as opening
where closed_at is not null
{%- endmacro %}
