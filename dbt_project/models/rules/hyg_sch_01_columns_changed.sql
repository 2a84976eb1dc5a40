{%- set settings = var('hygiene') -%}
with run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

columns_found as (
    select * from {{ source('ops', 'raw_column') }}
),

notes as (
    select * from {{ ref('int_input_notes__unioned') }}
    where kind = 'changed_type'
),

-- A load of few rows says nothing of a column that is not always filled. Nor does one of many of a time that some
-- records lack: a weekend's applications are all still open, though most of the history has ended (TIM-04 asks for
-- ends).
compared as (
    select
        *,
        declared_type is not null
        and coalesce(row_count, 0) >= {{ settings['sch_01_rows'] }}
        and coalesce(earlier_row_count, 0) >= {{ settings['sch_01_rows'] }}
        and coalesce(filled_count, 0) = 0
        and coalesce(earlier_filled_count, 0)
        >= case when declared_type in ('timestamp', 'date') then 1 else {{ settings['sch_01_filled_share'] }} end
        * earlier_row_count as is_lost,
        coalesce(earlier_type = declared_type and found_type <> declared_type, false) as is_changed
    from columns_found
),

judged as (
    select
        system,
        concat(system, '.', table_name, '.', column_name) as entity_id,
        case
            when is_lost then 'Empty in every record of the newest load; it was filled before'
            when is_changed then concat('Arrives as ', found_type, ', declared as ', declared_type)
            else 'New, and nobody declared it: it is kept in the log and read by nothing'
        end as detail,
        is_lost or is_changed or coalesce(is_new, false) as is_failed,
        is_lost or is_changed as is_escalated,
        cast(null as {{ type_of('timestamp') }}) as noted_at
    from compared
    union all
    select
        system,
        concat_ws('.', system, entity, place) as entity_id,
        'Nobody declared it and its type changed: it now arrives as text' as detail,
        true as is_failed,
        false as is_escalated,
        noted_at
    from notes
),

evaluated as (
    select
        {{ subject('column', 'entity_id', of='judged') }},
        judged.detail,
        concat(
            'SCH-01,', judged.entity_id, ',?,',
            cast({{ add_days('run_clock.as_of_date', settings['exception_days']) }} as string)
        ) as seed_line,
        judged.is_failed,
        judged.is_escalated,
        judged.noted_at as known_at,
        judged.noted_at as since_at
    from judged
    cross join run_clock
),

final as (
    {{ judged_rows('SCH-01', escalates=true, seed_line='evaluated.seed_line') }}
)

select * from final
