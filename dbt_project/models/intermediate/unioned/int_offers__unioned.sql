-- No day of an offer comes before an application of that day. An answer of which only the day is known comes with the
-- last stage entered on that day, as the end it makes does.
with offers as (
    {{ union_contract('offers') }}
),

applications as (
    select * from {{ ref('int_applications__zoned') }}
),

stays as (
    select * from {{ ref('int_stage_stays__unioned') }}
),

run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

-- an offer that names no job is of one of the application's, in whose zone it hardly matters
answered as (
    select
        offers.system,
        offers.offer_id,
        min(applications.timezone) as timezone,
        min(applications.applied_at) as applied_at,
        max(
            case
                when {{ local_date('stays.entered_at', 'applications.timezone') }} = cast(offers.answered_at as date)
                    then stays.entered_at
            end
        ) as answer_day_entered_at
    from offers
    inner join applications
        on
            offers.system = applications.system
            and offers.application_id = applications.application_id
            and coalesce(offers.job_id, applications.job_id) = applications.job_id
    left join stays
        on
            applications.system = stays.system
            and applications.application_id = stays.application_id
            and applications.job_id = stays.job_id
    where offers.day_columns is not null
    group by offers.system, offers.offer_id
),

final as (
    select
        {{ placed_columns(
            'offers', 'offers', 'coalesce(answered.timezone, run_clock.company_timezone)',
            events=['created_at', 'approved_at', 'sent_at', 'answered_at', 'expires_at'],
            follows={
                'created_at': ['answered.applied_at'], 'approved_at': ['answered.applied_at'],
                'sent_at': ['answered.applied_at'],
                'answered_at': ['answered.applied_at', 'answered.answer_day_entered_at'],
            }
        ) }}
    from offers
    cross join run_clock
    left join answered
        on
            offers.system = answered.system
            and offers.offer_id = answered.offer_id
)

select * from final
