{{ config(enabled = 'filedrop' in var('systems')) }}

-- Files tell no history of a requisition: what they say now has been so ever since.

with rows_of_files as (
    select * from {{ live('base_filedrop__requisitions') }}
),

final as (
    select
        'filedrop' as system,
        job_id,
        hiring_manager_id,
        recruiter_id,
        department,
        office,
        country,
        timezone,
        cast(null as {{ type_of('timestamp') }}) as valid_from,
        cast(null as {{ type_of('timestamp') }}) as valid_to
    from rows_of_files
)

select * from final
