{% set definition = var('applicant_definition') -%}
{% if definition not in ('internet_applicant', 'all_applicants') -%}
    {% do exceptions.raise_compiler_error('applicant_definition is internet_applicant or all_applicants: ' ~ definition) %}
{%- endif -%}
{% set reasons = var('basic_qualification_reasons') | join("', '") -%}

with applications as (
    select * from {{ ref('fct_application') }} where not coalesce(is_internal, false)
),

moved as (
    select application_key
    from {{ ref('fct_stage_interval') }}
    group by application_key
    having count(*) > 1 or bool_or(canonical_stage <> 'applied')
),

offered as (
    select distinct application_key from {{ ref('int_offers__presented') }}
),

-- what only a person can have done to an application
judged as (
    select application_key from offered
    union distinct
    select application_key from moved
    union distinct
    select application_key from {{ ref('fct_interview') }} where status = 'completed'
    union distinct
    select application_key from {{ ref('fct_scorecard') }} where submitted_at is not null
),

unqualified as (
    select application_key
    from applications
    where
        exit_type = 'rejected'
        and furthest_stage = 'applied'
        and exit_reason in ('{{ reasons }}')
),

facts as (
    select
        applications.*,
        applications.hired_at is not null or offered.application_key is not null as is_offered,
        judged.application_key is not null
        or applications.hired_at is not null
        or coalesce(applications.exit_type = 'rejected' and applications.exit_reason <> 'other_unknown', false)
            as is_considered,
        unqualified.application_key is null as is_qualified
    from applications
    left join offered on applications.application_key = offered.application_key
    left join judged on applications.application_key = judged.application_key
    left join unqualified on applications.application_key = unqualified.application_key
),

final as (
    select
        application_key,
        person_key,
        system,
        application_id,
        function,
        exit_type,
        is_offered,
        is_considered,
        is_qualified,
        {% if definition == 'all_applicants' -%}
        true as is_applicant,
        {%- else -%}
        is_considered and is_qualified and (is_offered or coalesce(exit_type <> 'withdrew', true)) as is_applicant,
        {%- endif %}
        {{ date_trunc_to('year', 'applied_date') }} as year_start_date
    from facts
)

select * from final
