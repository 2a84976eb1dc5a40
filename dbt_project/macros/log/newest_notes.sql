{#- A whole model: the notes of a system's newest load. Only they say what is missing now; what is still not read is told
    again by every load. -#}
{% macro newest_notes(relation, system) -%}
with observations as (
    {{ completed_observations(relation) }}
),

newest as (
    select load_id
    from {{ source('ops', 'load') }}
    where system = '{{ system }}'
    qualify row_number() over (order by observed_at desc, load_id desc) = 1
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
