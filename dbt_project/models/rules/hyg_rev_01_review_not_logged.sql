{%- set settings = var('hygiene') -%}
with run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

requisitions as (
    select * from {{ ref('int_requisitions__keyed') }} where status = 'open'
),

reviews as (
    select reviews.*
    from {{ ref('int_reviews__keyed') }} as reviews
    inner join run_clock on reviews.reviewed_at <= run_clock.as_of_at
),

-- A requisition none of whose seats is open has nothing to review (M-73).
open_seats as (
    select
        requisition_key,
        count(*) as seats
    from {{ ref('int_openings__keyed') }}
    where status = 'open'
    group by requisition_key
),

last_reviews as (
    select
        requisition_key,
        max(reviewed_at) as reviewed_at
    from reviews
    where requisition_key is not null
    group by requisition_key
),

-- Stay silent until the first review is ever logged; otherwise every requisition would be a finding.
practice as (
    select count(*) > 0 as is_begun from reviews
),

evaluated as (
    select
        {{ subject('requisition', 'job_id', 'requisition_key', of='requisitions', requisition='requisitions') }},
        case
            when last_reviews.reviewed_at is null then 'No review was ever logged'
            else concat(
                'Last review logged ',
                {{ whole_number(elapsed_days('last_reviews.reviewed_at', 'run_clock.as_of_at')) }},
                ' days ago'
            )
        end as detail,
        coalesce(
            {{ elapsed_days('coalesce(last_reviews.reviewed_at, requisitions.opened_at)', 'run_clock.as_of_at') }}
            > {{ settings['rev_01_days'] }},
            false
        ) as is_failed,
        requisitions.known_at,
        coalesce(last_reviews.reviewed_at, requisitions.opened_at) as since_at
    from requisitions
    inner join open_seats on requisitions.requisition_key = open_seats.requisition_key
    inner join practice on practice.is_begun
    cross join run_clock
    left join last_reviews on requisitions.requisition_key = last_reviews.requisition_key
),

final as (
    {{ judged_rows('REV-01') }}
)

select * from final
