{%- set weights = var('hygiene').weights -%}
{%- set weights_struck = {'blocked': weights.block, 'quarantined': weights.quarantine, 'warned': weights.warn} -%}
with run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

rule_results as (
    select * from {{ ref('rule_result') }}
),

rules as (
    select * from {{ ref('rule') }}
),

results_by_day as (
    select
        rule_results.*,
        {{ local_date('rule_results.run_at', 'run_clock.company_timezone') }} as as_of_date
    from rule_results
    cross join run_clock
),

last_results as (
    select * from results_by_day
    qualify rank() over (partition by as_of_date order by run_at desc, run_id asc) = 1
),

-- A rule counts at its normal severity unless this run escalated it.
weighed as (
    select
        last_results.as_of_date,
        last_results.scope_type,
        last_results.scope,
        last_results.evaluated,
        last_results.failed,
        greatest(
            {{ number_by('rules.severity', weights) }},
            {{ number_by('last_results.status', weights_struck) }}
        ) as weight
    from last_results
    inner join rules on last_results.rule_id = rules.rule_id
),

totals as (
    select
        as_of_date,
        scope_type,
        scope,
        cast(sum(weight * failed) as bigint) as weight_failed,
        cast(sum(weight * evaluated) as bigint) as weight_evaluated
    from weighed
    group by as_of_date, scope_type, scope
),

final as (
    select
        scope_type,
        scope,
        weight_failed,
        weight_evaluated,
        1 - cast(weight_failed as double) / weight_evaluated as score,
        as_of_date
    from totals
    where weight_evaluated > 0
)

select * from final
