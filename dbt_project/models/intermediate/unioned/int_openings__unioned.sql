with openings as (
    {{ union_contract('openings') }}
),

requisition_versions as (
    select * from {{ ref('int_requisition_versions__keyed') }}
),

run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

final as (
    select
        {{ placed_columns(
            'openings', 'openings', 'coalesce(requisition_versions.timezone, run_clock.company_timezone)',
            events=['opened_at', 'closed_at']
        ) }}
    from openings
    cross join run_clock
    left join requisition_versions
        on
            openings.day_columns is not null
            and {{ surrogate_key(['openings.system', 'openings.job_id']) }} = requisition_versions.requisition_key
            and coalesce(openings.opened_at, run_clock.as_of_at) >= requisition_versions.valid_from
            and coalesce(openings.opened_at, run_clock.as_of_at) < requisition_versions.valid_to
)

select * from final
