-- A view over one row per rule; a table would only copy the log of the gate.
{{ config(materialized='view') }}

with run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

verdicts as (
    select * from {{ source('ops', 'rule_verdict') }}
    where gate = 'rules'
),

rules as (
    select * from {{ source('ops', 'rule') }}
),

final as (
    select
        verdicts.run_id,
        rules.rule_id,
        rules.family,
        rules.severity,
        rules.escalated_severity,
        rules.quarantines,
        verdicts.status,
        verdicts.evaluated,
        verdicts.failed,
        verdicts.legacy_failed,
        verdicts.run_at
    from verdicts
    inner join run_clock on verdicts.run_id = run_clock.run_id
    inner join rules on verdicts.rule_id = rules.rule_id
)

select * from final
