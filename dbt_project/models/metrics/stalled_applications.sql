-- APP-01 asks the same of the rows before the gate, by the same macros.
with publication as (
    select * from {{ ref('publication') }}
),

applications as (
    select * from {{ ref('int_applications__silent') }}
),

candidates as (
    select
        application_key,
        candidate_id
    from {{ ref('int_applications__enriched') }}
),

record_links as (
    select * from {{ ref('record_links') }} where record_type = 'application'
),

stage_intervals as (
    select * from {{ ref('fct_stage_interval') }}
),

interviews as (
    select * from {{ ref('fct_interview') }}
),

scorecards as (
    select * from {{ ref('fct_scorecard') }}
),

offers as (
    select * from {{ ref('fct_offer') }} where sent_at is not null
),

touches as (
    select * from {{ ref('fct_touch') }}
),

visits as (
    {{ visit_starts() }}
),

visit_interviews as (
    {{ visit_interviews('publication') }}
),

interviews_by_application as (
    {{ interviews_by_application() }}
),

answerable_users as (
    {{ answerable_users() }}
),

last_words as (
    {{ last_words('publication') }}
),

explained as (
    select
        applications.*,
        answerable_users.answerable_key,
        {{ stall_reason() }} as stall_reason
    from applications
    left join interviews_by_application
        on applications.application_key = interviews_by_application.application_key
    left join answerable_users on applications.application_key = answerable_users.application_key
    left join last_words on applications.application_key = last_words.application_key
    left join offers on applications.application_key = offers.application_key
    where not coalesce(interviews_by_application.has_interview_to_come, false)
),

final as (
    select
        explained.application_key,
        {{ stall_owner() }} as owner_key,
        explained.function,
        explained.current_stage as canonical_stage,
        explained.stall_reason,
        {{ record_link(
            'record_links.url_pattern', 'candidates.candidate_id', 'explained.application_id', 'explained.job_id'
        ) }} as deep_link,
        explained.stalled_days
    from explained
    left join candidates on explained.application_key = candidates.application_key
    left join record_links on explained.system = record_links.system
)

select * from final
