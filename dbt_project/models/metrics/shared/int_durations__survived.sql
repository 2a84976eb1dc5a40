with openings as (
    select * from {{ ref('int_openings__timed') }}
),

slates as (
    select * from {{ ref('int_slates__timed') }}
),

-- by the day of opening; whatever ended otherwise, or has not ended, is censored
opened as (
    select
        'time_to_fill_gross' as measure,
        function,
        gross_open_days as clock_days,
        is_filled as is_event,
        opened_date
    from openings
    union all
    select
        'time_to_fill_net' as measure,
        function,
        net_open_days as clock_days,
        is_filled as is_event,
        opened_date
    from openings
    union all
    select
        'time_to_first_slate' as measure,
        function,
        clock_days,
        is_reached as is_event,
        opened_date
    from slates
),

{% set cell = ['period_type', 'period_start_date', 'function', 'measure'] -%}
cells as (
    {{ in_cells('opened', 'opened_date', ['measure', 'clock_days', 'is_event']) }}
),

clocks as (
    select *, dense_rank() over (order by {{ cell | join(', ') }}) as cell_number from cells
),

steps as (
    {{ survival_steps('clocks', cell) }}
),

final as (
    select
        {{ cell | join(', ') }},
        count(*) as km_n,
        cast({{ survival_median() }} as double) as km_median_days
    from steps
    group by {{ cell | join(', ') }}
)

select * from final
