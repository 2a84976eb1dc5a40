with run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

evaluations as (
    select * from {{ ref('rule_evaluations') }}
),

verdicts as (
    select * from {{ ref('current_verdicts') }}
),

counts as (
    select
        rule_id,
        function,
        recruiter_key,
        count(*) as evaluated,
        count(*) filter (where is_failed and not is_legacy) as failed,
        count(*) filter (where is_failed and is_legacy) as legacy_failed
    from evaluations
    group by rule_id, function, recruiter_key
),

scoped as (
    select
        rule_id,
        'function' as scope_type,
        function as scope,
        evaluated,
        failed,
        legacy_failed
    from counts
    where function is not null
    union all
    select
        rule_id,
        'recruiter' as scope_type,
        recruiter_key as scope,
        evaluated,
        failed,
        legacy_failed
    from counts
    where recruiter_key is not null
),

scope_totals as (
    select
        rule_id,
        scope_type,
        scope,
        sum(evaluated) as evaluated,
        sum(failed) as failed,
        sum(legacy_failed) as legacy_failed
    from scoped
    group by rule_id, scope_type, scope
),

this_run as (
    select
        run_id,
        rule_id,
        'company' as scope_type,
        'all' as scope,
        status,
        evaluated,
        failed,
        legacy_failed,
        run_at
    from verdicts
    union all
    select
        verdicts.run_id,
        scope_totals.rule_id,
        scope_totals.scope_type,
        scope_totals.scope,
        case when scope_totals.failed + scope_totals.legacy_failed = 0 then 'passed' else verdicts.status end as status,
        scope_totals.evaluated,
        scope_totals.failed,
        scope_totals.legacy_failed,
        verdicts.run_at
    from scope_totals
    inner join verdicts on scope_totals.rule_id = verdicts.rule_id
),

earlier_runs as (
    select rule_result_log.*
    from {{ source('ops', 'rule_result_log') }} as rule_result_log
    inner join run_clock on rule_result_log.run_at < run_clock.as_of_at
),

final as (
    {% for relation in ('this_run', 'earlier_runs') %}
    select
        cast(run_id as {{ type_of('string') }}) as run_id,
        cast(rule_id as {{ type_of('string') }}) as rule_id,
        cast(scope_type as {{ type_of('string') }}) as scope_type,
        cast(scope as {{ type_of('string') }}) as scope,
        cast(status as {{ type_of('string') }}) as status,
        cast(evaluated as bigint) as evaluated,
        cast(failed as bigint) as failed,
        cast(legacy_failed as bigint) as legacy_failed,
        cast(run_at as {{ type_of('timestamp') }}) as run_at
    from {{ relation }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select * from final
