-- Long because it has one step for each kind of record that has a beginning and an end.
{{ config(materialized = fold_materialization(), incremental_strategy = 'by_application') }}

with applications as (
    select * from {{ rows_to_rebuild(ref('int_applications__keyed')) }}
),

applications_owned as (
    select * from {{ rows_to_rebuild(ref('applications_owned')) }}
),

requisitions as (
    select * from {{ ref('int_requisitions__keyed') }}
),

interviews as (
    select * from {{ rows_to_rebuild(ref('int_interviews__unioned'), by='source_id') }}
),

offers as (
    select * from {{ rows_to_rebuild(ref('int_offers__unioned'), by='source_id') }}
),

openings as (
    select * from {{ ref('int_openings__unioned') }}
),

employments as (
    select * from {{ ref('int_employments__keyed') }}
),

-- A hire is taken before its requisition opens only by accident, or where the requisition was made up afterwards.
applications_judged as (
    select
        'application' as entity_type,
        applications.application_id as entity_id,
        applications.application_key as entity_key,
        applications.application_key,
        applications.requisition_key,
        applications.system,
        case
            when {{ is_earlier('applications.source_exited_at', 'applications.applied_at') }}
                then 'The application ends before it begins'
            else 'Hired more than {{ var("hygiene")["tim_05_days"] }} days before the requisition opened'
        end as detail,
        {{ is_earlier('applications.source_exited_at', 'applications.applied_at') }}
        or {{ is_earlier(
            'applications.hired_at', 'requisitions.opened_at', days=var('hygiene')['tim_05_days']
        ) }} as is_failed,
        applications.known_at,
        applications.source_exited_at as since_at
    from applications
    left join requisitions on applications.requisition_key = requisitions.requisition_key
),

-- An interview of which only the day is known was placed on the whole of it.
interviews_judged as (
    select
        'interview' as entity_type,
        interview_id as entity_id,
        {{ surrogate_key(['system', 'interview_id']) }} as entity_key,
        {{ surrogate_key(['system', 'application_id', 'job_id']) }} as application_key,
        {{ surrogate_key(['system', 'job_id']) }} as requisition_key,
        system,
        'The interview ends before it begins' as detail,
        {{ is_earlier('ends_at', 'starts_at') }} as is_failed,
        known_at,
        ends_at as since_at
    from interviews
),

-- An offer may be written down after it was answered, so its record does not begin it: sending does.
offers_judged as (
    select
        'offer' as entity_type,
        offer_id as entity_id,
        {{ surrogate_key(['system', 'offer_id']) }} as entity_key,
        {{ surrogate_key(['system', 'application_id', 'job_id']) }} as application_key,
        {{ surrogate_key(['system', 'job_id']) }} as requisition_key,
        system,
        'The offer was answered before it was sent' as detail,
        {{ is_earlier('answered_at', 'sent_at') }} as is_failed,
        known_at,
        answered_at as since_at
    from offers
),

openings_judged as (
    select
        'opening' as entity_type,
        opening_id as entity_id,
        {{ surrogate_key(['system', 'opening_id']) }} as entity_key,
        cast(null as string) as application_key,
        {{ surrogate_key(['system', 'job_id']) }} as requisition_key,
        system,
        'The opening closed before it opened' as detail,
        status not in ('open', 'on_hold') and {{ is_earlier('closed_at', 'opened_at') }} as is_failed,
        known_at,
        closed_at as since_at
    from openings
),

first_hires as (
    select
        person_key,
        min({{ local_date('hired_at', 'timezone') }}) as hired_date
    from {{ ref('int_applications__keyed') }}
    where hired_at is not null
    group by person_key
),

-- Who was hired and never came has an end before the start, and after the acceptance (E11).
employments_judged as (
    select
        'employment' as entity_type,
        employments.employee_id as entity_id,
        {{ surrogate_key(['employments.system', 'employments.employee_id']) }} as entity_key,
        cast(null as string) as application_key,
        cast(null as string) as requisition_key,
        employments.system,
        'The employment ends before it begins, and before anybody was hired' as detail,
        coalesce(employments.left_date < employments.start_date, false)
        and coalesce(employments.left_date < first_hires.hired_date, true) as is_failed,
        employments.known_at,
        cast(employments.left_date as {{ type_of('timestamp') }}) as since_at
    from employments
    left join first_hires on employments.person_key = first_hires.person_key
),

together as (
    {% for kind in ('applications', 'interviews', 'offers', 'openings', 'employments') %}
    select * from {{ kind }}_judged
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

evaluated as (
    select
        together.entity_type,
        together.entity_id,
        together.entity_key,
        together.application_key,
        coalesce(applications_owned.requisition_key, requisitions.requisition_key) as requisition_key,
        together.system,
        coalesce(applications_owned.function, requisitions.function) as function,
        coalesce(applications_owned.recruiter_key, requisitions.recruiter_key) as owner_key,
        coalesce(applications_owned.recruiter_key, requisitions.recruiter_key) as recruiter_key,
        together.detail,
        together.is_failed,
        together.known_at,
        together.since_at
    from together
    left join applications_owned on together.application_key = applications_owned.application_key
    left join requisitions on together.requisition_key = requisitions.requisition_key
),

final as (
    {{ judged_rows('TIM-05') }}
)

select * from final
