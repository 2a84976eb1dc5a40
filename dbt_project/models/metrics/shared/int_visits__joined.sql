-- A view: its readers keep few of its columns, and at once reduce its rows.
{{ config(materialized='view') }}

-- a stay filled in later may have no day at all: it neither begins a visit nor keeps one open
with stays as (
    select * from {{ ref('fct_stage_interval') }} where entered_at is not null
),

-- a visit ends as its last row does; the others ended in the next source stage of the same canonical one
final as (
    select
        application_key,
        canonical_stage,
        max(case when exit_type <> 'moved_within' then exit_type end) as exit_type,
        visit_number,
        min(entered_date) as entered_date,
        case when count(exited_date) = count(*) then max(exited_date) end as exited_date,
        min(entered_at) as entered_at,
        case when count(exited_at) = count(*) then max(exited_at) end as exited_at
    from stays
    group by application_key, canonical_stage, visit_number
)

select * from final
