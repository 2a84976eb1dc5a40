{{ config(enabled = 'filedrop' in var('systems')) }}

with rows_of_files as (
    select * from {{ live('base_filedrop__holidays') }}
),

final as (
    select
        'filedrop' as system,
        office,
        holiday_date
    from rows_of_files
)

select * from final
