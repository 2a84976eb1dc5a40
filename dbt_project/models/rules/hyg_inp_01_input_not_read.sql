{%- set settings = var('hygiene') -%}
{%- set losing_kinds = "'set_aside', 'unread_sheet', 'unread_row', 'unread_cell', 'unread_file'" -%}
-- A field that changed its type is SCH-01's.
with notes as (
    select * from {{ ref('int_input_notes__unioned') }}
    where kind <> 'changed_type'
),

-- what each raw table holds, as the load counted it
tables as (
    select
        system,
        entity,
        max(coalesce(source_rows, warehouse_rows, 0)) as table_rows,
        max(checked_at) as checked_at
    from {{ ref('int_reconciliations__unioned') }}
    group by system, entity
),

-- Rows that are lost until somebody acts. What waits, what was overruled and what the source would not show is told.
lost as (
    select
        system,
        entity,
        sum(noted_rows) as lost_rows
    from notes
    where kind in ({{ losing_kinds }})
    group by system, entity
),

shares as (
    select
        lost.system,
        lost.entity,
        lost.lost_rows,
        cast(lost.lost_rows as double)
        / nullif(greatest(coalesce(tables.table_rows, 0), lost.lost_rows), 0) as lost_share
    from lost
    left join tables on lost.system = tables.system and lost.entity = tables.entity
),

broken as (
    select
        system,
        entity,
        lost_share > {{ settings['inp_01_share'] }}
        and (lost_rows > {{ settings['inp_01_rows'] }} or lost_share > {{ settings['inp_01_small_share'] }})
            as is_broken
    from shares
),

told as (
    select
        notes.system,
        notes.entity,
        concat_ws(', ', concat(notes.system, '.', coalesce(notes.entity, '')), notes.kind, notes.place) as entity_id,
        concat(
            cast(coalesce(notes.noted_rows, 0) as string), ' rows: ', replace(coalesce(notes.kind, 'unread'), '_', ' '),
            ', ', coalesce(notes.place, ''),
            case when notes.detail <> '' then concat(' (', notes.detail, ')') else '' end
        ) as detail,
        true as is_failed,
        coalesce(
            notes.kind in ({{ losing_kinds }}) and broken.is_broken,
            false
        ) as is_escalated,
        notes.noted_at
    from notes
    left join broken on notes.system = broken.system and notes.entity = broken.entity
    union all
    select
        tables.system,
        tables.entity,
        concat(tables.system, '.', tables.entity) as entity_id,
        cast(null as string) as detail,
        false as is_failed,
        false as is_escalated,
        tables.checked_at as noted_at
    from tables
    left join notes on tables.system = notes.system and tables.entity = notes.entity
    where notes.entity is null
),

evaluated as (
    select
        {{ subject('input', 'entity_id') }},
        detail,
        is_failed,
        is_escalated,
        noted_at as known_at,
        noted_at as since_at
    from told
),

final as (
    {{ judged_rows('INP-01', escalates=true) }}
)

select * from final
