with requisitions as (
    {{ union_contract('requisitions') }}
),

requisition_versions as (
    select * from {{ ref('int_requisition_versions__keyed') }}
    where valid_to = {{ end_of_time() }}
),

run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

final as (
    select
        {{ placed_columns(
            'requisitions', 'requisitions',
            'coalesce(requisition_versions.timezone, run_clock.company_timezone)',
            events=['created_at', 'opened_at', 'closed_at']
        ) }}
    from requisitions
    cross join run_clock
    left join requisition_versions
        on
            requisitions.day_columns is not null
            and {{ surrogate_key(['requisitions.system', 'requisitions.job_id']) }}
            = requisition_versions.requisition_key
)

select * from final
