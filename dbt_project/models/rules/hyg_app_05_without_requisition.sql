{{ config(materialized = fold_materialization(), incremental_strategy = 'by_application') }}

-- Prospects are no applications: staging leaves them out. A requisition that is named and not there is KEY-01's.
with applications as (
    select * from {{ rows_to_rebuild(ref('int_applications__unioned'), by='source_id') }}
),

applications_owned as (
    select * from {{ rows_to_rebuild(ref('applications_owned')) }}
),

keyed as (
    select
        *,
        {{ surrogate_key(['system', 'application_id', 'job_id']) }} as application_key
    from applications
),

evaluated as (
    select
        {{ subject('application', 'application_id', 'application_key', of='keyed', application='applications_owned') }},
        'The application is on no requisition' as detail,
        keyed.job_id is null as is_failed,
        keyed.known_at,
        keyed.applied_at as since_at
    from keyed
    left join applications_owned on keyed.application_key = applications_owned.application_key
),

final as (
    {{ judged_rows('APP-05') }}
)

select * from final
