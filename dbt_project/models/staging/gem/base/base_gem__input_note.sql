{{ config(enabled = 'gem' in var('systems'), materialized = 'table') }}

-- Rebuilt each time: only the newest load's notes say what is missing now.

with observations as (
    {{ completed_observations(source('raw_gem', 'input_note')) }}
),

newest as (
    select max(observed_at) as observed_at
    from {{ source('ops', 'load') }}
    where system = 'gem'
),

final as (
    select
        observations.entity,
        observations.kind,
        observations.place,
        observations.detail,
        observations.rows as noted_rows,
        observations.noted_at,
        observations._dlt_load_id as load_id,
        coalesce(observations._is_deleted, false) as is_deleted,
        observations._observed_at as observed_at
    from observations
    inner join newest on observations._observed_at = newest.observed_at
)

select * from final
