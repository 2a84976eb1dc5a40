with publication as (
    select * from {{ ref('publication') }}
),

enrollments as (
    select * from {{ ref('fct_enrollment') }} where sourcer_key is not null
),

applications as (
    select
        application_key,
        sourcer_key
    from {{ ref('fct_application') }}
    where sourcer_key is not null
),

screens as (
    select * from {{ ref('int_stage_entries__resolved') }} where canonical_stage = 'screen' and outcome = 'advanced'
),

onsites as (
    select * from {{ ref('int_stages__reached') }} where canonical_stage = 'onsite'
),

offers as (
    select * from {{ ref('int_offers__presented') }}
),

hires as (
    select * from {{ ref('fct_hire') }}
),

-- once a week each, however many sequences
enrolled_persons as (
    select distinct
        enrollments.sourcer_key,
        enrollments.person_key,
        {{ date_trunc_to('week', local_date('enrollments.enrolled_at', 'publication.company_timezone')) }}
            as enrolled_week
    from enrollments
    cross join publication
),

-- what happens in outreach by company time, what happens to an application by its requisition's
events as (
    select
        sourcer_key,
        'enrolled' as kind,
        enrolled_week as event_date
    from enrolled_persons
    union all
    {%- for kind, condition in [('replied', 'true'), ('interested', 'enrollments.is_interested')] %}
    select
        enrollments.sourcer_key,
        '{{ kind }}' as kind,
        {{ local_date('enrollments.first_reply_at', 'publication.company_timezone') }} as event_date
    from enrollments
    cross join publication
    where {{ condition }}
    union all
    {%- endfor %}
    {%- for kind, relation, date_column in [
        ('screen_passed', 'screens', 'outcome_date'), ('onsite', 'onsites', 'reached_date'),
        ('offer', 'offers', 'sent_date'), ('hire', 'hires', 'accepted_date'),
    ] %}
    select
        applications.sourcer_key,
        '{{ kind }}' as kind,
        {{ relation }}.{{ date_column }} as event_date
    from {{ relation }}
    inner join applications on {{ relation }}.application_key = applications.application_key
    {% if not loop.last %}union all{% endif %}
    {%- endfor %}
),

weeks as (
    select
        *,
        {{ date_trunc_to('week', 'event_date') }} as week_start_date
    from events
    where event_date is not null
),

final as (
    select
        week_start_date,
        sourcer_key,
        count(*) filter (where kind = 'enrolled') as enrolled,
        count(*) filter (where kind = 'replied') as replies,
        count(*) filter (where kind = 'interested') as interested,
        count(*) filter (where kind = 'screen_passed') as screens_passed,
        count(*) filter (where kind = 'onsite') as onsites,
        count(*) filter (where kind = 'offer') as offers,
        count(*) filter (where kind = 'hire') as hires
    from weeks
    group by week_start_date, sourcer_key
)

select * from final
