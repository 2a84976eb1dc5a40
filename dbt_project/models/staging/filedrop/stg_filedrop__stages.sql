{{ config(enabled = 'filedrop' in var('systems')) }}

-- Files list no stages: those that occur are the stages, shared by all requisitions. A stage with an id is called as in
-- the newest row that names it; of rows that came together, as in the latest stay.

with rows_of_files as (
    select
        coalesce(stage_id, {{ name_key('stage_name') }}) as stage_id,
        stage_name,
        stage_order,
        entered_at,
        observed_at,
        load_id
    from {{ live('base_filedrop__stage_intervals') }}
),

orders as (
    select
        stage_id,
        min(stage_order) as stage_order
    from rows_of_files
    group by stage_id
),

named as (
    select
        stage_id,
        stage_name
    from rows_of_files
    qualify row_number() over (
        partition by stage_id order by observed_at desc, load_id desc, entered_at desc nulls last, stage_name desc
    ) = 1
),

final as (
    select
        named.stage_id,
        named.stage_name,
        orders.stage_order,
        true as is_active
    from named
    inner join orders on named.stage_id = orders.stage_id
)

{{ conform('final', lacks={
    'Stages of files are shared by all requisitions.': ['job_id'],
}) }}
