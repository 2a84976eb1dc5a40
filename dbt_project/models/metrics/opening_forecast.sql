with publication as (
    select * from {{ ref('publication') }}
),

quarters as (
    select * from {{ ref('int_quarters__ahead') }}
),

openings as (
    select
        openings.opening_key,
        openings.requisition_key,
        openings.function,
        openings.status,
        requisitions.is_evergreen,
        openings.filled_date
    from {{ ref('fct_opening') }} as openings
    inner join {{ ref('dim_requisition') }} as requisitions
        on openings.requisition_key = requisitions.requisition_key
    where
        (openings.status in ('open', 'on_hold') and requisitions.status in ('open', 'on_hold'))
        or openings.status = 'filled'
),

odds as (
    select * from {{ source('ops', 'forecast_opening') }}
),

offers as (
    select
        applications.requisition_key,
        count(*) as offers_out
    from {{ ref('fct_offer') }} as offers
    inner join {{ ref('fct_application') }} as applications on offers.application_key = applications.application_key
    where offers.status = 'pending' and applications.status = 'active'
    group by applications.requisition_key
),

candidates as (
    select
        applications.requisition_key,
        count(*) = count(stalled.application_key) as is_all_stalled
    from {{ ref('fct_application') }} as applications
    left join {{ ref('stalled_applications') }} as stalled on applications.application_key = stalled.application_key
    where applications.status = 'active'
    group by applications.requisition_key
),

calls as (
    select * from {{ ref('int_forecast_calls__keyed') }} where is_latest
),

judged as (
    select
        openings.*,
        quarters.quarter_start_date,
        case when openings.status = 'filled' then 1e0 else coalesce(odds.p_fill, 0e0) end as p_fill,
        {{ forecast_category() }} as model_category
    from openings
    cross join quarters
    left join odds
        on openings.opening_key = odds.opening_key and quarters.quarter_start_date = odds.quarter_start_date
    left join offers on openings.requisition_key = offers.requisition_key
    left join candidates on openings.requisition_key = candidates.requisition_key
    where
        openings.status <> 'filled'
        or {{ date_trunc_to('quarter', 'openings.filled_date') }} = quarters.quarter_start_date
),

final as (
    select
        publication.as_of_date,
        judged.quarter_start_date,
        judged.opening_key,
        judged.requisition_key,
        judged.function,
        judged.model_category,
        coalesce(calls.category, judged.model_category) as category,
        case when calls.category is not null then 'human' else 'model' end as category_source,
        judged.p_fill
    from judged
    cross join publication
    left join calls
        on judged.opening_key = calls.opening_key and judged.quarter_start_date = calls.quarter_start_date
)

select * from final
