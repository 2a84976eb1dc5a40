{{ config(enabled = 'filedrop' in var('systems')) }}

-- An opening without stays of its own was open until it closed or was held.

with stays as (
    select * from {{ observed(source('raw_filedrop', 'opening_intervals'), ['opening_id', 'started_at']) }}
),

told as (
    select distinct opening_id from stays
),

untold as (
    select openings.*
    from {{ ref('stg_filedrop__openings') }} as openings
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
    {{ intervals_of_openings('untold') }}
)

{{ conform('final') }}
