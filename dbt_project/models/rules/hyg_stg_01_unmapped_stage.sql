{#- `||` because a stage without a name has no line; concat() would make one of commas on one engine. -#}
{%- set own_name = "nullif(" ~ name_key('stage_name') ~ ", '')" -%}
{%- set seed_line = "system || ',' || " ~ csv_cell(own_name) ~ " || ',' || coalesce(canonical_stage, '?')" -%}
-- A stage renamed since its name was mapped goes on as what it was, and warns; one that no name of is mapped blocks.
with stages as (
    select * from {{ ref('int_stages__mapped') }}
),

evaluated as (
    select
        {{ subject('stage', 'stage_id', 'stage_key') }},
        concat(
            'Stage "', coalesce(stage_name, ''), '" is not in dbt_project/seeds/stage_map.csv',
            coalesce(
                '; it was called "' || former_name || '" and goes on as ' || canonical_stage
                || coalesce('; line to add: ' || {{ seed_line }}, ''),
                ''
            )
        ) as detail,
        {{ seed_line }} as seed_line,
        canonical_stage is null or former_name is not null as is_failed,
        canonical_stage is null as is_escalated,
        cast(null as {{ type_of('timestamp') }}) as known_at,
        cast(null as {{ type_of('timestamp') }}) as since_at
    from stages
),

final as (
    {{ judged_rows('STG-01', escalates=true, seed_line='evaluated.seed_line') }}
)

select * from final
