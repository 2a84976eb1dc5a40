{{ config(materialized = fold_materialization(), incremental_strategy = 'by_application') }}

with stays as (
    select * from {{ rows_to_rebuild(ref('int_stage_stays__unioned'), by='source_id') }}
),

applications as (
    select * from {{ rows_to_rebuild(ref('applications_owned')) }}
    where source_status in ('active', 'rejected') and source_current_stage_key is not null
),

quarantined as (
    select distinct interval_key from {{ rows_to_rebuild(ref('int_stays__quarantined')) }}
),

marked_stays as (
    select
        stays.*,
        {{ surrogate_key(['stays.system', 'stays.application_id', 'stays.job_id']) }} as application_key,
        {{ surrogate_key(['stays.system', 'stays.stage_id']) }} as stage_key,
        quarantined.interval_key is not null as is_quarantined
    from stays
    left join quarantined on {{ surrogate_key(['stays.system', 'stays.stay_id']) }} = quarantined.interval_key
),

-- A stay without a date, or one that is quarantined, has no place in the order: it may be the last.
unplaced_stays as (
    select distinct
        application_key,
        stage_key
    from marked_stays
    where entered_at is null or is_quarantined
),

last_stays as (
    select
        application_key,
        stage_key
    from marked_stays
    where not is_quarantined
    qualify row_number() over (
        partition by system, application_id, job_id
        order by is_current desc nulls last, entered_at desc nulls last, stay_id desc
    ) = 1
),

evaluated as (
    select
        {{ application_subject('applications') }},
        'The current stage of the application is not the last stage of its history' as detail,
        applications.source_current_stage_key <> last_stays.stage_key and unplaced_stays.stage_key is null as is_failed,
        applications.known_at,
        applications.last_activity_at as since_at
    from applications
    inner join last_stays on applications.application_key = last_stays.application_key
    left join unplaced_stays
        on
            applications.application_key = unplaced_stays.application_key
            and applications.source_current_stage_key = unplaced_stays.stage_key
),

final as (
    {{ judged_rows('STG-05') }}
)

select * from final
