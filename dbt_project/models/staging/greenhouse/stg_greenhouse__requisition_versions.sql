{{ config(enabled = 'greenhouse' in var('systems')) }}

-- A job, its owners and its hiring managers change apart: every instant at which one of them was seen anew starts a
-- version, and each version takes what stood at that instant.

with instants as (
    select * from {{ ref('base_greenhouse__requisition_instants') }}
),

departments as (
    select * from {{ live('base_greenhouse__departments') }}
),

offices as (
    select
        {{ text_id('id') }} as office_id,
        name as office_name
    from {{ observed(source('raw_greenhouse', 'offices'), ['id'], 'updated_at') }}
),

named as (
    select
        instants.job_id,
        instants.hiring_manager_id,
        instants.recruiter_id,
        departments.department_name as department,
        offices.office_name as office,
        instants.observed_at
    from instants
    left join departments on instants.department_id = departments.department_id
    left join offices on instants.office_id = offices.office_id
),

changed as (
    select *
    from (
        select
            named.*,
            {{ surrogate_key(['hiring_manager_id', 'recruiter_id', 'department', 'office']) }} as version_hash
        from named
    ) as hashed
    qualify version_hash is distinct from lag(version_hash) over (partition by job_id order by observed_at)
),

final as (
    select
        job_id,
        hiring_manager_id,
        recruiter_id,
        department,
        office,
        case when row_number() over (partition by job_id order by observed_at) > 1 then observed_at end as valid_from,
        lead(observed_at) over (partition by job_id order by observed_at) as valid_to
    from changed
)

{{ conform('final', lacks={
    'An office is a name: the seed office_timezone has its country and zone.': ['country', 'timezone'],
}) }}
