with applicants as (
    select * from {{ ref('int_applicants__defined') }} where is_applicant
),

entries as (
    select * from {{ ref('int_stage_entries__resolved') }}
),

persons as (
    select person_key from {{ ref('dim_person') }} where not coalesce(is_anonymised, false)
),

-- the switch: while it is off no answer is read. A person's latest answer counts; a decline is none
answers as (
    select *
    from {{ ref('int_demographic_answers__unioned') }}
    where {{ var('fairness_enabled') | lower }}
    qualify row_number() over (
        partition by application_system, application_id, group_type order by known_at desc, system asc
    ) = 1
),

-- who was neither chosen nor turned away (active, transferred out, the requisition closed) is in no pool
decisions as (
    select
        application_key,
        'total' as stage,
        is_offered as is_selected
    from applicants
    where is_offered or exit_type in ('rejected', 'withdrew')
    union all
    select
        application_key,
        canonical_stage as stage,
        outcome = 'advanced' as is_selected
    from entries
    where outcome in ('advanced', 'rejected', 'withdrew')
),

answered as (
    select
        coalesce(applicants.function, '') as function,
        decisions.stage,
        answers.group_type,
        answers.group_name,
        decisions.is_selected,
        applicants.year_start_date
    from applicants
    inner join decisions on applicants.application_key = decisions.application_key
    inner join persons on applicants.person_key = persons.person_key
    inner join answers
        on applicants.system = answers.application_system and applicants.application_id = answers.application_id
    where answers.group_name is not null and applicants.year_start_date is not null
),

scoped as (
    select * from answered
    union all
    select
        'all' as function,
        stage,
        group_type,
        group_name,
        is_selected,
        year_start_date
    from answered
),

final as (
    select
        function,
        stage,
        group_type,
        group_name,
        count(*) as pool,
        count(*) filter (where is_selected) as selected,
        year_start_date
    from scoped
    group by year_start_date, function, stage, group_type, group_name
)

select * from final
