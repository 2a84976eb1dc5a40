-- APP-01 asks the same of the rows before the gate, by the same steps.
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

{{ stall_steps(
    applications='applications',
    stage_intervals=ref('fct_stage_interval'),
    interviews=ref('fct_interview'),
    scorecards=ref('fct_scorecard'),
    offers=ref('fct_offer'),
    touches=ref('fct_touch'),
    clock='publication'
) }},

explained as (
    select
        applications.*,
        stalls.answerable_key,
        stalls.stall_reason
    from applications
    inner join stalls on applications.application_key = stalls.application_key
    where not stalls.has_interview_to_come
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
