{{ config(enabled = 'filedrop' in var('systems')) }}

with rows_of_files as (
    select * from {{ live('base_filedrop__applications') }}
),

final as (
    select
        'filedrop' as system,
        coalesce(reason_id, {{ name_key('reason_name') }}) as reason_id,
        max(reason_name) as reason_name,
        cast(null as {{ type_of('string') }}) as exit_kind
    from rows_of_files
    where reason_id is not null or reason_name is not null
    group by coalesce(reason_id, {{ name_key('reason_name') }})
)

select * from final
