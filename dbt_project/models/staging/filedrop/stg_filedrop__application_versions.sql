{{ config(enabled = 'filedrop' in var('systems')) }}

-- Files tell no history of an application's state: the one version is what they say now.

with rows_of_files as (
    select * from {{ live('base_filedrop__applications') }}
),

final as (
    select
        'filedrop' as system,
        application_id,
        job_id,
        current_stage_id as stage_id,
        status,
        known_at as valid_from,
        cast(null as {{ type_of('timestamp') }}) as valid_to
    from rows_of_files
    where status <> 'transferred'
)

select * from final
