with publication as (
    select *, {{ date_trunc_to('quarter', 'as_of_date') }} as running_quarter from {{ ref('publication') }}
),

openings as (
    select * from {{ ref('fct_opening') }} where status = 'open'
),

requisitions as (
    select * from {{ ref('dim_requisition') }} where status = 'open' and not coalesce(is_evergreen, false)
),

-- the running quarter takes what is overdue
dated as (
    select
        openings.opening_key,
        openings.requisition_key,
        openings.function,
        greatest(
            {{ date_trunc_to('quarter', 'openings.target_fill_date') }}, publication.running_quarter
        ) as quarter_start_date
    from openings
    inner join requisitions on openings.requisition_key = requisitions.requisition_key
    cross join publication
    where openings.target_fill_date is not null
),

final as (
    select dated.*
    from dated
    inner join {{ ref('int_quarters__ahead') }} as quarters on dated.quarter_start_date = quarters.quarter_start_date
)

select * from final
