with publication as (
    select * from {{ ref('publication') }}
),

requisitions as (
    select * from {{ ref('dim_requisition') }} where not coalesce(is_evergreen, false) and opened_date is not null
),

arrivals as (
    select
        requisition_key,
        person_key,
        min(reached_date) as reached_date,
        min(reached_at) as reached_at
    from {{ ref('int_stages__reached') }}
    where canonical_stage = 'interview'
    group by requisition_key, person_key
),

numbered as (
    select
        *,
        row_number() over (partition by requisition_key order by reached_at, person_key) as person_number
    from arrivals
),

slates as (
    select * from numbered where person_number = {{ var('slate_size') }}
),

ends as (
    select
        requisitions.requisition_key,
        requisitions.function,
        slates.reached_date is not null as is_reached,
        requisitions.opened_date,
        slates.reached_date,
        coalesce(
            slates.reached_date,
            case when requisitions.status in ('closed', 'cancelled') then requisitions.closed_date end,
            publication.as_of_date
        ) as ended_date
    from requisitions
    left join slates on requisitions.requisition_key = slates.requisition_key
    cross join publication
),

final as (
    select
        requisition_key,
        function,
        {{ days_between('opened_date', 'ended_date') }} as clock_days,
        is_reached,
        opened_date,
        reached_date
    from ends
)

select * from final
