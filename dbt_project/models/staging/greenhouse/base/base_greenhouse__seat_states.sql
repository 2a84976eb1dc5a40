{{ config(enabled = 'greenhouse' in var('systems'), materialized = 'table') }}

-- The state of a seat in each observed version. Only the name of the close reason says what a closing was.
-- A table, because openings, their intervals and their versions read it.

with versions as (
    select * from {{ ref('base_greenhouse__opening_versions') }}
),

openings as (
    select * from {{ live('base_greenhouse__openings') }}
),

close_reasons as (
    select
        {{ text_id('id') }} as close_reason_id,
        {{ name_key('name') }} as close_reason_name
    from {{ observed(source('raw_greenhouse', 'close_reasons'), ['id'], 'updated_at') }}
),

{%- set names = var('greenhouse_close_reasons') %}

final as (
    select
        versions.opening_id,
        versions.load_id,
        case
            when versions.is_open then 'open'
            when close_reasons.close_reason_name like '{{ names["filled_prefix"] }}%' then 'filled'
            when close_reasons.close_reason_name like '{{ names["on_hold"] }}%' then 'on_hold'
            when close_reasons.close_reason_name is not null then 'cancelled'
            when versions.filled_application_id is not null then 'filled'
            else 'closed'
        end as status,
        versions.target_fill_date,
        versions.opened_at,
        versions.closed_at,
        versions.updated_at,
        versions.observed_at,
        row_number() over (
            partition by versions.opening_id order by versions.observed_at desc, versions.load_id desc
        ) = 1 as is_latest
    from versions
    inner join openings on versions.opening_id = openings.opening_id
    left join close_reasons on versions.close_reason_id = close_reasons.close_reason_id
    where not versions.is_deleted
)

select * from final
