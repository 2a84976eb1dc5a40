{{ config(materialized = fold_materialization(), incremental_strategy = 'by_application') }}

with stays as (
    select
        *,
        {{ surrogate_key(['system', 'stay_id']) }} as interval_key,
        {{ surrogate_key(['system', 'application_id', 'job_id']) }} as application_key
    from {{ rows_to_rebuild(ref('int_stage_stays__unioned'), by='source_id') }}
    where entered_at is not null
),

quarantined as (
    select * from {{ rows_to_rebuild(ref('int_stays__quarantined')) }} where rule_id = 'STG-02'
),

applications as (
    select * from {{ rows_to_rebuild(ref('applications_owned')) }}
),

evaluated as (
    select
        {{ subject('stage_interval', 'stay_id', 'interval_key', of='stays', application='applications') }},
        quarantined.detail,
        quarantined.interval_key is not null as is_failed,
        stays.known_at,
        stays.entered_at as since_at
    from stays
    left join quarantined on stays.interval_key = quarantined.interval_key
    left join applications on stays.application_key = applications.application_key
),

final as (
    {{ judged_rows('STG-02') }}
)

select * from final
