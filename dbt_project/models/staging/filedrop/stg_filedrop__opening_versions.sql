{{ config(enabled = 'filedrop' in var('systems')) }}

with rows_of_files as (
    select * from {{ live('base_filedrop__openings') }}
),

final as (
    select
        'filedrop' as system,
        opening_id,
        status,
        target_fill_date,
        cast(null as {{ type_of('timestamp') }}) as valid_from,
        cast(null as {{ type_of('timestamp') }}) as valid_to
    from rows_of_files
)

select * from final
