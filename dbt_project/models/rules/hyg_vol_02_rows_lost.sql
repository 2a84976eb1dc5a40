{%- set settings = var('hygiene') -%}
with run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

row_count_log as (
    select * from {{ source('ops', 'row_count_log') }}
),

entity_row_counts as (
    select * from {{ ref('entity_row_counts') }}
),

previous_counts as (
    select row_count_log.*
    from row_count_log
    cross join run_clock
    where row_count_log.run_at < run_clock.as_of_at
    qualify dense_rank() over (order by row_count_log.run_at desc) = 1
),

compared as (
    select
        entity_row_counts.entity,
        previous_counts.run_at,
        previous_counts.row_count as previous_rows,
        entity_row_counts.row_count as current_rows,
        run_clock.as_of_date
    from previous_counts
    cross join run_clock
    inner join entity_row_counts on previous_counts.table_name = entity_row_counts.table_name
),

evaluated as (
    select
        {{ subject('table', 'entity', has_system=false) }},
        concat(cast(current_rows as string), ' rows, ', cast(previous_rows as string), ' in the run before') as detail,
        concat('VOL-02,', entity, ',?,', cast({{ add_days('as_of_date', settings['exception_days']) }} as string))
            as seed_line,
        current_rows < previous_rows
        and (
            current_rows = 0
            or previous_rows - current_rows
            > greatest({{ settings['vol_02_rows'] }}, {{ settings['vol_02_share'] }} * previous_rows)
        ) as is_failed,
        run_at as known_at,
        run_at as since_at
    from compared
),

final as (
    {{ judged_rows('VOL-02', seed_line='evaluated.seed_line') }}
)

select * from final
