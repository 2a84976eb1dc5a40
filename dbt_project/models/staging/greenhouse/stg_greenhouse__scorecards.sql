{{ config(enabled = 'greenhouse' in var('systems')) }}

-- A scorecard knows its application, kit and author; the row of the invited interviewer ties it to the interview.

with scorecards as (
    select * from {{ live('base_greenhouse__scorecards') }}
),

applications as (
    select * from {{ live('base_greenhouse__applications') }}
),

interviews as (
    select * from {{ live('base_greenhouse__interviews') }}
),

kits as (
    select
        {{ text_id('id') }} as interview_kit_id,
        {{ text_id('job_id') }} as job_id
    from {{ observed(source('raw_greenhouse', 'interview_kits'), ['id'], 'updated_at') }}
),

links as (
    select
        scorecard_id,
        min(interview_id) as interview_id
    from {{ live('base_greenhouse__interviewers') }}
    where scorecard_id is not null
    group by scorecard_id
),

final as (
    select
        scorecards.scorecard_id,
        scorecards.application_id,
        coalesce(interviews.job_id, kits.job_id, applications.job_id) as job_id,
        interviews.interview_id,
        scorecards.interviewer_id,
        case scorecards.candidate_rating
            when 'strong_no' then -2
            when 'no' then -1
            when 'yes' then 1
            when 'strong_yes' then 2
        end as rating,
        case when scorecards.status = 'complete' then scorecards.submitted_at end as submitted_at,
        scorecards.created_at,
        scorecards.known_at
    from scorecards
    inner join applications on scorecards.application_id = applications.application_id
    left join links on scorecards.scorecard_id = links.scorecard_id
    left join interviews on links.interview_id = interviews.interview_id
    left join kits on scorecards.interview_kit_id = kits.interview_kit_id
    where not applications.is_prospect
)

{{ conform('final', lacks={
    'The API knows no deadline of a scorecard.': ['due_at'],
}) }}
