{{ config(enabled = 'filedrop' in var('systems')) }}

-- An opening without stays of its own was open until it closed or was held.

with stays as (
    select * from {{ live('base_filedrop__opening_intervals') }}
),

told as (
    select distinct opening_id from stays
),

openings as (
    select openings.*
    from {{ live('base_filedrop__openings') }} as openings
    left join told on openings.opening_id = told.opening_id
    where told.opening_id is null
),

final as (
    select
        'filedrop' as system,
        opening_id,
        status,
        day_columns,
        started_at,
        ended_at
    from stays
    union all
    select
        'filedrop' as system,
        opening_id,
        case when status = 'on_hold' and closed_at is null then 'on_hold' else 'open' end as status,
        replace(replace(day_columns, 'opened_at', 'started_at'), 'closed_at', 'ended_at') as day_columns,
        opened_at as started_at,
        closed_at as ended_at
    from openings
    where opened_at is not null
    union all
    select
        'filedrop' as system,
        opening_id,
        case when status = 'on_hold' then 'on_hold' else 'closed' end as status,
        case when {{ is_day('closed_at', 'openings') }} then 'started_at' end as day_columns,
        closed_at as started_at,
        cast(null as {{ type_of('timestamp') }}) as ended_at
    from openings
    where closed_at is not null
)

select * from final
