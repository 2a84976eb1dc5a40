{{ config(enabled = 'filedrop' in var('systems')) }}

with rows_of_files as (
    select * from {{ live('base_filedrop__openings') }}
),

final as (
    select
        'filedrop' as system,
        opening_id,
        case when status = 'on_hold' and closed_at is null then 'on_hold' else 'open' end as status,
        opened_at as started_at,
        closed_at as ended_at
    from rows_of_files
    where opened_at is not null
    union all
    select
        'filedrop' as system,
        opening_id,
        case when status = 'on_hold' then 'on_hold' else 'closed' end as status,
        closed_at as started_at,
        cast(null as {{ type_of('timestamp') }}) as ended_at
    from rows_of_files
    where closed_at is not null
)

select * from final
