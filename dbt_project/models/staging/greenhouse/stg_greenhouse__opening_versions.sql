{{ config(enabled = 'greenhouse' in var('systems')) }}

with states as (
    select * from {{ ref('base_greenhouse__seat_states') }}
),

changed as (
    select *
    from states
    qualify
        concat(status, coalesce(cast(target_fill_date as {{ type_of('string') }}), '')) is distinct from lag(
            concat(status, coalesce(cast(target_fill_date as {{ type_of('string') }}), ''))
        ) over (partition by opening_id order by observed_at, load_id)
),

bounded as (
    select
        changed.*,
        row_number() over (partition by opening_id order by observed_at, load_id) as version_number,
        lead(observed_at) over (partition by opening_id order by observed_at, load_id) as next_observed_at
    from changed
),

final as (
    select
        opening_id,
        status,
        target_fill_date,
        case when version_number > 1 then observed_at end as valid_from,
        next_observed_at as valid_to
    from bounded
    where next_observed_at is null or next_observed_at > observed_at
)

{{ conform('final') }}
