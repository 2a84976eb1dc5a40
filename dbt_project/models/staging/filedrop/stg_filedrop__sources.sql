{{ config(enabled = 'filedrop' in var('systems')) }}

with rows_of_files as (
    select * from {{ live('base_filedrop__applications') }}
),

final as (
    select
        'filedrop' as system,
        coalesce(source_id, {{ name_key('source_name') }}) as source_id,
        max(source_name) as source_name,
        cast(null as {{ type_of('string') }}) as source_type
    from rows_of_files
    where source_id is not null or source_name is not null
    group by coalesce(source_id, {{ name_key('source_name') }})
)

select * from final
