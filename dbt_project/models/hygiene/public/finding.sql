with run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

open_rows as (
    select
        rule_id,
        entity_id,
        min(entity_type) as entity_type,
        min(system) as system,
        min(owner_key) as owner_key,
        min(detail) as detail,
        min(deep_link) as deep_link
    from {{ ref('rule_failures') }}
    group by rule_id, entity_id
),

sightings as (
    select
        rule_id,
        entity_id,
        entity_type,
        run_at
    from {{ source('ops', 'finding_log') }}
    union all
    select
        open_rows.rule_id,
        open_rows.entity_id,
        open_rows.entity_type,
        run_clock.as_of_at as run_at
    from open_rows
    cross join run_clock
),

-- The log may hold this very run (done again) and later ones (this is a replay): neither counts here.
sightings_by_finding as (
    select
        sightings.rule_id,
        sightings.entity_id,
        min(sightings.entity_type) as entity_type,
        count(distinct sightings.run_at) as times_seen,
        min(sightings.run_at) as first_seen_at,
        max(sightings.run_at) as last_seen_at
    from sightings
    inner join run_clock on sightings.run_at <= run_clock.as_of_at
    left join open_rows on sightings.rule_id = open_rows.rule_id and sightings.entity_id = open_rows.entity_id
    where sightings.run_at < run_clock.as_of_at or open_rows.rule_id is not null
    group by sightings.rule_id, sightings.entity_id
),

-- Whom a fixed finding belonged to, where the thing is still there to be evaluated.
clean_rows as (
    select
        evaluations.rule_id,
        evaluations.entity_id,
        min(evaluations.system) as system,
        min(evaluations.owner_key) as owner_key
    from {{ ref('rule_evaluations') }} as evaluations
    inner join sightings_by_finding
        on
            evaluations.rule_id = sightings_by_finding.rule_id
            and evaluations.entity_id = sightings_by_finding.entity_id
    where not evaluations.is_failed
    group by evaluations.rule_id, evaluations.entity_id
),

final as (
    select
        {{ surrogate_key(['sightings_by_finding.rule_id', 'sightings_by_finding.entity_id']) }} as finding_key,
        sightings_by_finding.rule_id,
        coalesce(open_rows.entity_type, sightings_by_finding.entity_type) as entity_type,
        sightings_by_finding.entity_id,
        coalesce(open_rows.owner_key, clean_rows.owner_key) as owner_key,
        coalesce(open_rows.system, clean_rows.system) as system,
        case when open_rows.rule_id is not null then 'open' else 'fixed' end as state,
        open_rows.detail,
        open_rows.deep_link,
        cast(sightings_by_finding.times_seen as bigint) as times_seen,
        cast(sightings_by_finding.first_seen_at as {{ type_of('timestamp') }}) as first_seen_at,
        cast(sightings_by_finding.last_seen_at as {{ type_of('timestamp') }}) as last_seen_at
    from sightings_by_finding
    left join open_rows
        on
            sightings_by_finding.rule_id = open_rows.rule_id
            and sightings_by_finding.entity_id = open_rows.entity_id
    left join clean_rows
        on
            sightings_by_finding.rule_id = clean_rows.rule_id
            and sightings_by_finding.entity_id = clean_rows.entity_id
)

select * from final
