{#- A whole model: the notes of a system's newest load. Only they say what is missing now; what is still not read is told
    again by every load. -#}
{% macro newest_notes(relation, system) -%}
with observations as (
    {{ completed_observations(relation) }}
),

last_instant as (
    select max(observed_at) as observed_at
    from {{ source('ops', 'load') }}
    where system = '{{ system }}'
),

-- Of loads at one instant the one made last. Not by `qualify`, which fails on Spark where a statement reads a table
-- twice, as this one reads the loads.
newest as (
    select max(loads.load_id) as load_id
    from {{ source('ops', 'load') }} as loads
    inner join last_instant on loads.observed_at = last_instant.observed_at
    where loads.system = '{{ system }}'
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
    inner join newest on observations._dlt_load_id = newest.load_id
)

select * from final
{%- endmacro %}
