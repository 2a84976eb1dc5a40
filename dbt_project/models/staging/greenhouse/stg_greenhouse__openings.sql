{{ config(enabled = 'greenhouse' in var('systems')) }}

with openings as (
    select * from {{ live('base_greenhouse__openings') }}
),

states as (
    select * from {{ ref('base_greenhouse__seat_states') }}
),

final as (
    select
        openings.opening_id,
        openings.job_id,
        openings.filled_application_id,
        states.status,
        openings.target_fill_date,
        openings.target_start_date,
        openings.opened_at,
        case when states.status <> 'open' then openings.closed_at end as closed_at,
        openings.known_at
    from openings
    inner join states on openings.opening_id = states.opening_id and states.is_latest
)

{{ conform('final', lacks={
    'Times are instants.': ['day_columns'],
}) }}
