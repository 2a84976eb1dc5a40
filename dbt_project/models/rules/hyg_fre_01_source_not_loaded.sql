{%- set settings = var('hygiene') -%}
with run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

loads as (
    select * from {{ source('ops', 'load') }}
),

systems as (
    {% for system in var('systems') if system not in var('own_systems') %}
    select '{{ system }}' as system
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

last_loads as (
    select
        systems.system,
        max(run_clock.as_of_at) as as_of_at,
        max(loads.observed_at) as loaded_at
    from systems
    cross join run_clock
    left join loads on systems.system = loads.system and run_clock.as_of_at >= loads.observed_at
    group by systems.system
),

lags as (
    select
        system,
        loaded_at,
        {{ elapsed_days('loaded_at', 'as_of_at') }} * 24 as lag_hours
    from last_loads
),

evaluated as (
    select
        {{ subject('system', 'system') }},
        case
            when loaded_at is null then 'No load of this system has ever completed'
            else concat('Last completed load ', {{ whole_number('lag_hours') }}, ' hours ago')
        end as detail,
        coalesce(lag_hours > {{ settings['fre_01_warn_hours'] }}, true) as is_failed,
        coalesce(lag_hours > {{ settings['fre_01_block_hours'] }}, true) as is_escalated,
        loaded_at as known_at,
        loaded_at as since_at
    from lags
),

final as (
    {{ judged_rows('FRE-01', escalates=true) }}
)

select * from final
