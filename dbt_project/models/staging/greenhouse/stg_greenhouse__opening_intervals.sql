{{ config(enabled = 'greenhouse' in var('systems')) }}

-- Greenhouse shows one opened_at and one closed_at. Holds and reopenings of the past are what the log saw: a closing at
-- its closed_at, a reopening at the last change of the version first seen open again.

with states as (
    select * from {{ ref('base_greenhouse__seat_states') }}
),

followed as (
    select
        states.*,
        lag(status) over (partition by opening_id order by observed_at, load_id) as former_status
    from states
),

events as (
    select
        opening_id,
        'open' as status,
        min(opened_at) as started_at
    from states
    group by opening_id
    union all
    select
        opening_id,
        case when status in ('open', 'on_hold') then status else 'closed' end as status,
        case when status = 'open' then updated_at else coalesce(closed_at, updated_at) end as started_at
    from followed
    where
        (former_status is null and status <> 'open')
        or (former_status is not null and former_status <> status)
),

changed as (
    select *
    from events
    where started_at is not null
    qualify status is distinct from lag(status) over (partition by opening_id order by started_at asc, status desc)
),

bounded as (
    select
        opening_id,
        status,
        started_at,
        lead(started_at) over (partition by opening_id order by started_at asc, status desc) as ended_at
    from changed
),

final as (
    select
        opening_id,
        status,
        started_at,
        ended_at
    from bounded
    where ended_at is null or ended_at > started_at
)

{{ conform('final', lacks={
    'Times are instants.': ['day_columns'],
}) }}
