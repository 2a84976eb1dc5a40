{{ config(enabled = 'greenhouse' in var('systems'), materialized = 'table') }}

-- Greenhouse has no hired_at. The accepted offer says it best: that of the job the application is on or, where this one
-- made none, of a job it was moved away from after the acceptance. Then the closing of the seat the person took, then
-- the first observation of the application as hired: its own last change at that time, before later edits move it.

with applications as (
    select * from {{ live('base_greenhouse__applications') }}
),

answers as (
    select * from {{ ref('base_greenhouse__offer_answers') }}
),

openings as (
    select * from {{ live('base_greenhouse__openings') }}
),

versions as (
    select * from {{ ref('base_greenhouse__application_versions') }}
),

offered as (
    select
        answers.*,
        coalesce(answers.job_id = applications.job_id, true) as is_own,
        max(case when coalesce(answers.job_id = applications.job_id, true) then 1 else 0 end) over (
            partition by answers.application_id
        ) = 1 as has_own
    from answers
    inner join applications on answers.application_id = applications.application_id
),

accepted as (
    select
        application_id,
        is_day,
        answered_at as accepted_at
    from offered
    where status = 'Accepted' and (is_own or not has_own)
    qualify row_number() over (partition by application_id order by answered_at, offer_id) = 1
),

seated as (
    select
        filled_application_id as application_id,
        min(closed_at) as closed_at
    from openings
    where filled_application_id is not null and not is_open
    group by filled_application_id
),

marked as (
    select
        application_id,
        min(updated_at) as marked_at
    from versions
    where status = 'hired' and not is_deleted
    group by application_id
),

final as (
    select
        applications.application_id,
        coalesce(accepted.is_day, false) as is_day,
        case
            when accepted.accepted_at is not null then accepted.accepted_at
            when applications.status = 'hired'
                then coalesce(seated.closed_at, marked.marked_at, applications.updated_at)
        end as hired_at
    from applications
    left join accepted on applications.application_id = accepted.application_id
    left join seated on applications.application_id = seated.application_id
    left join marked on applications.application_id = marked.application_id
    where accepted.accepted_at is not null or applications.status = 'hired'
)

select * from final
