with run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

applications as (
    select * from {{ ref('applications_owned') }} where status = 'active' and current_stage = 'offer'
),

offers as (
    select * from {{ ref('int_offers__latest') }} where not is_derived
),

stage_intervals as (
    select * from {{ ref('int_stage_intervals__built') }} where canonical_stage = 'offer'
),

offer_visits as (
    select
        stage_intervals.application_key,
        min(stage_intervals.entered_at) as entered_at
    from stage_intervals
    inner join stage_intervals as current_intervals
        on
            stage_intervals.application_key = current_intervals.application_key
            and stage_intervals.visit_number = current_intervals.visit_number
            and current_intervals.is_current
    group by stage_intervals.application_key
),

evaluated as (
    select
        {{ application_subject('applications') }},
        'In the offer stage without an offer record' as detail,
        coalesce(
            offers.offer_key is null
            and {{ elapsed_days('offer_visits.entered_at', 'run_clock.as_of_at') }}
            > {{ var('hygiene')['off_04_days'] }},
            false
        ) as is_failed,
        applications.known_at,
        offer_visits.entered_at as since_at
    from applications
    cross join run_clock
    left join offer_visits on applications.application_key = offer_visits.application_key
    left join offers on applications.application_key = offers.application_key
),

final as (
    {{ judged_rows('OFF-04') }}
)

select * from final
