with run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

applications as (
    select * from {{ ref('int_applications__keyed') }} where candidate_id is not null
),

applications_by_candidate as (
    select
        system,
        candidate_id,
        {{ surrogate_key(['system', "'candidate'", 'candidate_id']) }} as candidate_key,
        count(distinct application_id) as applications,
        min(known_at) as known_at,
        min(applied_at) as first_applied_at
    from applications
    group by system, candidate_id
),

hires_by_day as (
    select
        applications.system,
        applications.candidate_id,
        count(distinct applications.application_id) as hires
    from applications
    cross join run_clock
    where applications.hired_at is not null
    group by
        applications.system,
        applications.candidate_id,
        {{ local_date('applications.hired_at', 'coalesce(applications.timezone, run_clock.company_timezone)') }}
),

most_hires as (
    select
        system,
        candidate_id,
        max(hires) as hires
    from hires_by_day
    group by system, candidate_id
),

evaluated as (
    select
        {{ subject('candidate', 'candidate_id', 'candidate_key', of='by_candidate') }},
        case
            when most_hires.hires > 1 then concat(cast(most_hires.hires as string), ' hires on one day')
            else concat(cast(by_candidate.applications as string), ' applications of one candidate')
        end as detail,
        by_candidate.applications > {{ var('hygiene')['per_02_applications'] }}
        or coalesce(most_hires.hires > 1, false) as is_failed,
        by_candidate.known_at,
        by_candidate.first_applied_at as since_at
    from applications_by_candidate as by_candidate
    left join most_hires
        on
            by_candidate.system = most_hires.system
            and by_candidate.candidate_id = most_hires.candidate_id
),

final as (
    {{ judged_rows('PER-02') }}
)

select * from final
