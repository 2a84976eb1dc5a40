-- Private, but in the schema hygiene: what a published run found is remembered from there.
{{ config(schema='hygiene') }}

with evaluations as (
    select * from {{ ref('rule_evaluations') }}
    where is_failed
),

applications as (
    select
        application_key,
        application_id,
        candidate_id
    from {{ ref('int_applications__enriched') }}
),

requisitions as (
    select
        requisition_key,
        job_id
    from {{ ref('int_requisitions__keyed') }}
),

record_links as (
    select * from {{ ref('record_links') }}
),

final as (
    select
        evaluations.rule_id,
        evaluations.entity_type,
        evaluations.entity_id,
        evaluations.entity_key,
        evaluations.application_key,
        evaluations.requisition_key,
        evaluations.owner_key,
        evaluations.recruiter_key,
        evaluations.system,
        evaluations.function,
        evaluations.detail,
        {{ record_link(
            'record_links.url_pattern', 'applications.candidate_id', 'applications.application_id', 'requisitions.job_id'
        ) }} as deep_link,
        evaluations.is_failed,
        evaluations.is_legacy,
        evaluations.is_escalated,
        evaluations.since_at
    from evaluations
    left join applications on evaluations.application_key = applications.application_key
    left join requisitions on evaluations.requisition_key = requisitions.requisition_key
    left join record_links
        on
            evaluations.system = record_links.system
            and record_links.record_type = case
                when applications.application_key is not null then 'application'
                when requisitions.requisition_key is not null then 'requisition'
            end
)

select * from final
