with intervals as (
    {{ union_contract('opening_intervals') }}
),

openings as (
    select * from {{ ref('int_openings__unioned') }}
),

requisition_versions as (
    select * from {{ ref('int_requisition_versions__keyed') }}
),

run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

zoned as (
    select
        openings.system,
        openings.opening_id,
        min(requisition_versions.timezone) as timezone,
        min(openings.opened_at) as opened_at
    from openings
    cross join run_clock
    left join requisition_versions
        on
            {{ surrogate_key(['openings.system', 'openings.job_id']) }} = requisition_versions.requisition_key
            and coalesce(openings.opened_at, run_clock.as_of_at) >= requisition_versions.valid_from
            and coalesce(openings.opened_at, run_clock.as_of_at) < requisition_versions.valid_to
    group by openings.system, openings.opening_id
),

final as (
    select
        {{ placed_columns(
            'opening_intervals', 'intervals', 'coalesce(zoned.timezone, run_clock.company_timezone)',
            events=['started_at', 'ended_at'],
            follows={'started_at': ['zoned.opened_at'], 'ended_at': ['zoned.opened_at']}
        ) }}
    from intervals
    cross join run_clock
    left join zoned
        on
            intervals.day_columns is not null
            and intervals.system = zoned.system
            and intervals.opening_id = zoned.opening_id
)

select * from final
