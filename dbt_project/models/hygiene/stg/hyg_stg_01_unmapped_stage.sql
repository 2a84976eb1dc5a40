with stages as (
    select * from {{ ref('int_stages__mapped') }}
),

evaluated as (
    select
        'stage' as entity_type,
        stage_id as entity_id,
        stage_key as entity_key,
        cast(null as string) as application_key,
        cast(null as string) as requisition_key,
        system,
        cast(null as string) as function,
        cast(null as string) as owner_key,
        cast(null as string) as recruiter_key,
        concat('Stage "', coalesce(stage_name, ''), '" is not in dbt_project/seeds/stage_map.csv') as detail,
        concat(system, ',', {{ csv_cell("lower(trim(stage_name))") }}, ',?') as seed_line,
        canonical_stage is null as is_failed,
        false as is_escalated,
        cast(null as {{ type_of('timestamp') }}) as known_at,
        cast(null as {{ type_of('timestamp') }}) as since_at
    from stages
),

final as (
    {{ judged_rows('STG-01', seed_line='evaluated.seed_line') }}
)

select * from final
