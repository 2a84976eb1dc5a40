{{ config(materialized = fold_materialization(), incremental_strategy = 'touched') }}

-- Prospects are no applications: staging leaves them out. A requisition that is named and not there is KEY-01's.
with applications as (
    select * from {{ touched(ref('int_applications__unioned'), by='chain') }}
),

applications_owned as (
    select * from {{ touched(ref('applications_owned')) }}
),

keyed as (
    select
        *,
        {{ surrogate_key(['system', 'application_id', 'job_id']) }} as application_key
    from applications
),

evaluated as (
    select
        'application' as entity_type,
        keyed.application_id as entity_id,
        keyed.application_key as entity_key,
        keyed.application_key,
        applications_owned.requisition_key,
        keyed.system,
        applications_owned.function,
        applications_owned.recruiter_key as owner_key,
        applications_owned.recruiter_key,
        'The application is on no requisition' as detail,
        keyed.job_id is null as is_failed,
        false as is_escalated,
        keyed.known_at,
        keyed.applied_at as since_at
    from keyed
    left join applications_owned on keyed.application_key = applications_owned.application_key
),

final as (
    {{ judged_rows('APP-05') }}
)

select * from final
