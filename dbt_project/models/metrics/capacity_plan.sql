-- Long because it is wide: what the seats need is one chain of five conversions, in two bases.
{% set chain = {
    'offers': 'offer',
    'onsites': 'onsite',
    'interviews': 'interview',
    'screens': 'screen',
    'applications': 'applied',
} -%}
with publication as (
    select * from {{ ref('publication') }}
),

quarters as (
    select * from {{ ref('int_quarters__ahead') }}
),

conversions as (
    select * from {{ ref('int_conversions__shrunk') }}
),

seats as (
    select * from {{ ref('int_seats__scoped') }}
),

recruiters as (
    select * from {{ ref('int_recruiters__totalled') }}
),

interviewing as (
    select * from {{ ref('int_interviewer_hours__totalled') }}
),

bases as (
    select 'expected' as basis
    union all
    select 'cautious' as basis
),

rates as (
    select
        conversions.function,
        {%- for stage in chain.values() %}
        max(
            case
                when conversions.canonical_stage <> '{{ stage }}' then null
                when bases.basis = 'expected' then conversions.rate_shrunk
                else conversions.ci_low
            end
        ) as rate_{{ stage }},
        {%- endfor %}
        bases.basis
    from conversions
    cross join bases
    group by conversions.function, bases.basis
),

company as (
    select
        max(recruiters.recruiter_hires / nullif(recruiters.recruiter_quarters, 0)) as hires_per_recruiter,
        max(interviewing.interviewed_quarters) as interviewed_quarters
    from rates
    left join recruiters on rates.function = recruiters.function
    left join interviewing on rates.function = interviewing.function
    where rates.function = 'all'
),

joined as (
    select
        quarters.quarter_start_date,
        rates.*,
        coalesce(seats.seats_to_fill, 0) as seats_to_fill,
        coalesce(recruiters.recruiter_hires, 0) as recruiter_hires,
        coalesce(recruiters.recruiter_quarters, 0e0) as recruiter_quarters,
        coalesce(recruiters.ramped_recruiters, 0e0) as ramped_recruiters,
        coalesce(interviewing.trailing_hires, 0) as trailing_hires,
        company.interviewed_quarters,
        company.hires_per_recruiter,
        -- a company that never held an interview does not say that none was needed
        case
            when company.interviewed_quarters > 0 then coalesce(interviewing.trailing_interviewer_hours, 0e0)
        end as trailing_interviewer_hours
    from rates
    cross join quarters
    cross join company
    left join seats on rates.function = seats.function and quarters.quarter_start_date = seats.quarter_start_date
    left join recruiters on rates.function = recruiters.function
    left join interviewing on rates.function = interviewing.function
),

{% set prior = var('capacity_prior_quarters') -%}
final as (
    select
        publication.as_of_date,
        joined.quarter_start_date,
        joined.function,
        joined.basis,
        joined.seats_to_fill,
        {%- set passed = [] %}
        {%- for need, stage in chain.items() %}
        {%- do passed.append('joined.rate_' ~ stage) %}
        joined.seats_to_fill / nullif({{ passed | join(' * ') }}, 0) as needed_{{ need }},
        {%- endfor %}
        (joined.recruiter_hires + {{ prior }} * joined.hires_per_recruiter) / (joined.recruiter_quarters + {{ prior }})
        * joined.ramped_recruiters as recruiter_capacity_hires,
        joined.seats_to_fill * joined.trailing_interviewer_hours / nullif(joined.trailing_hires, 0)
            as interviewer_hours_needed,
        joined.trailing_interviewer_hours / joined.interviewed_quarters as interviewer_hours_available,
        joined.recruiter_hires,
        joined.recruiter_quarters,
        joined.ramped_recruiters,
        joined.trailing_hires,
        joined.trailing_interviewer_hours
    from joined
    cross join publication
    where
        joined.seats_to_fill + joined.trailing_hires > 0
        or joined.recruiter_quarters + joined.ramped_recruiters + coalesce(joined.trailing_interviewer_hours, 0) > 0
)

select * from final
