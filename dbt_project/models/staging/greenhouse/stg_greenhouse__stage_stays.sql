{{ config(enabled = 'greenhouse' in var('systems')) }}

-- Rejecting or hiring may leave the last row open, a transfer too: the stay ends with what ended the consideration.

with considerations as (
    select * from {{ ref('stg_greenhouse__applications') }}
),

stays as (
    select * from {{ live('base_greenhouse__application_stages') }}
),

stages as (
    select * from {{ live('base_greenhouse__job_interview_stages') }}
),

applications as (
    select * from {{ live('base_greenhouse__applications') }}
),

placed as (
    select
        stays.*,
        coalesce(stages.job_id, applications.job_id) as job_id
    from stays
    inner join applications on stays.application_id = applications.application_id
    left join stages on stays.stage_id = stages.stage_id
),

final as (
    select
        placed.stay_id,
        placed.application_id,
        placed.job_id,
        placed.stage_id,
        case
            when
                placed.entered_at is not null
                and coalesce(placed.exited_at, considerations.ended_at) is null
                and {{ is_day('hired_at', 'considerations') }}
                then 'exited_at'
        end as day_columns,
        placed.is_current and considerations.status <> 'transferred' as is_current,
        placed.entered_at,
        case
            when placed.entered_at is null then placed.exited_at
            when considerations.status = 'active' and considerations.hired_at is null then placed.exited_at
            else coalesce(placed.exited_at, considerations.ended_at, considerations.hired_at)
        end as exited_at,
        placed.known_at
    from placed
    inner join considerations
        on placed.application_id = considerations.application_id and placed.job_id = considerations.job_id
)

{{ conform('final', lacks={
    'A stay does not say who moved the application.': ['moved_by_id'],
}) }}
