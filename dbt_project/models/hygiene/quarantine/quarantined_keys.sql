with run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

rule_failures as (
    select * from {{ ref('rule_failures') }}
),

-- Where quarantine is the worse of a rule's two severities, only what breaks the worse limit is quarantined.
verdicts as (
    select
        *,
        coalesce(escalated_severity = 'quarantine', false) as quarantines_escalated_only
    from {{ ref('current_verdicts') }}
    where status = 'quarantined' and quarantines is not null
),

finding_log as (
    select
        finding_log.rule_id,
        finding_log.entity_type,
        finding_log.entity_id,
        min(finding_log.run_at) as first_seen_at
    from {{ source('ops', 'finding_log') }} as finding_log
    inner join run_clock on finding_log.run_at < run_clock.as_of_at
    group by finding_log.rule_id, finding_log.entity_type, finding_log.entity_id
),

final as (
    select
        rule_failures.entity_type,
        rule_failures.entity_id,
        rule_failures.entity_key,
        rule_failures.rule_id,
        max(rule_failures.detail) as detail,
        coalesce(min(finding_log.first_seen_at), min(run_clock.as_of_at)) as first_seen_at
    from rule_failures
    cross join run_clock
    inner join verdicts
        on
            rule_failures.rule_id = verdicts.rule_id
            and concat(',', verdicts.quarantines, ',') like concat('%,', rule_failures.entity_type, ',%')
            and (rule_failures.is_escalated or not verdicts.quarantines_escalated_only)
    left join finding_log
        on
            rule_failures.rule_id = finding_log.rule_id
            and rule_failures.entity_type = finding_log.entity_type
            and rule_failures.entity_id = finding_log.entity_id
    group by rule_failures.entity_type, rule_failures.entity_id, rule_failures.entity_key, rule_failures.rule_id
)

select * from final
