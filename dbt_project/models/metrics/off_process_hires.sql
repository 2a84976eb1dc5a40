with applications as (
    select * from {{ ref('fct_application') }}
),

hires as (
    select * from {{ ref('fct_hire') }} where not coalesce(is_internal, false)
),

offers as (
    select * from {{ ref('fct_offer') }} where not is_derived
),

interviews as (
    select * from {{ ref('fct_interview') }} where status = 'completed'
),

scorecards as (
    select * from {{ ref('fct_scorecard') }} where submitted_at is not null
),

-- a transfer keeps the source's id of the application (E5), so that id leads along the whole path
paths as (
    select
        hires.hire_key,
        steps.application_key
    from hires
    inner join applications on hires.application_key = applications.application_key
    inner join applications as steps
        on applications.system = steps.system and applications.application_id = steps.application_id
),

interviews_by_hire as (
    select
        paths.hire_key,
        count(*) as interviews
    from paths
    inner join interviews on paths.application_key = interviews.application_key
    group by paths.hire_key
),

scorecards_by_hire as (
    select
        paths.hire_key,
        count(*) as scorecards
    from paths
    inner join scorecards on paths.application_key = scorecards.application_key
    group by paths.hire_key
),

judged as (
    select
        hires.function,
        coalesce(interviews_by_hire.interviews, 0) = 0 as without_interview,
        coalesce(scorecards_by_hire.scorecards, 0) < {{ var('off_process_scorecards') }} as without_scorecards,
        offers.offer_key is null as without_offer,
        offers.approved_at is null as without_approval,
        hires.accepted_date
    from hires
    left join offers on hires.offer_key = offers.offer_key
    left join interviews_by_hire on hires.hire_key = interviews_by_hire.hire_key
    left join scorecards_by_hire on hires.hire_key = scorecards_by_hire.hire_key
),

{% set lacks = ['without_interview', 'without_scorecards', 'without_offer', 'without_approval'] -%}
cells as (
    {{ in_cells('judged', 'accepted_date', lacks) }}
),

counts as (
    select
        function,
        count(*) as hires,
        count(*) filter (where {{ lacks | join(' or ') }}) as off_process,
        {%- for lack in lacks %}
        count(*) filter (where {{ lack }}) as {{ lack }},
        {%- endfor %}
        period_start_date
    from cells
    where period_type = 'quarter'
    group by period_start_date, function
),

final as (
    select
        period_start_date as quarter_start_date,
        function,
        hires,
        off_process,
        {{ share_of('off_process', 'hires') }} as rate,
        without_interview,
        without_scorecards,
        without_offer,
        without_approval
    from counts
)

select * from final
