with rule_failures as (
    select * from {{ ref('rule_failures') }}
),

verdicts as (
    select * from {{ ref('current_verdicts') }}
),

applications as (
    select
        application_key,
        source_key
    from {{ ref('int_applications__enriched') }}
    where source_key is not null
),

-- Rules that keep the row: those that warn, those whose quarantine holds for coverage and forecast only, and those that
-- quarantine no more than what breaks their worse limit.
kept_rows as (
    select distinct
        rule_failures.entity_type,
        rule_failures.entity_key,
        rule_failures.rule_id
    from rule_failures
    inner join verdicts on rule_failures.rule_id = verdicts.rule_id
    where
        verdicts.status = 'warned'
        or (verdicts.status = 'quarantined' and verdicts.quarantines is null)
        or (
            verdicts.status = 'quarantined'
            and verdicts.escalated_severity = 'quarantine'
            and not rule_failures.is_escalated
        )
),

-- A source that is quarantined keeps its applications, out of numbers by source.
kept_applications as (
    select distinct
        'application' as entity_type,
        applications.application_key as entity_key,
        rule_failures.rule_id
    from rule_failures
    inner join verdicts on rule_failures.rule_id = verdicts.rule_id
    inner join applications on rule_failures.entity_key = applications.source_key
    where rule_failures.entity_type = 'source' and verdicts.status = 'quarantined'
),

flagged_rows as (
    select * from kept_rows
    union
    select * from kept_applications
),

final as (
    select
        entity_type,
        entity_key,
        {{ string_list('rule_id', ',') }} as dq_flags
    from flagged_rows
    group by entity_type, entity_key
)

select * from final
