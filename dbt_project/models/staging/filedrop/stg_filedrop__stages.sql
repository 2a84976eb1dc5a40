{{ config(enabled = 'filedrop' in var('systems')) }}

-- Files list no stages: those that occur are the stages, shared by all requisitions.

with rows_of_files as (
    select * from {{ live('base_filedrop__stage_intervals') }}
),

final as (
    select
        'filedrop' as system,
        coalesce(stage_id, lower(trim(stage_name))) as stage_id,
        cast(null as {{ type_of('string') }}) as job_id,
        max(stage_name) as stage_name,
        min(stage_order) as stage_order,
        true as is_active
    from rows_of_files
    group by coalesce(stage_id, lower(trim(stage_name)))
)

select * from final
