{#- Whose scorecard has been overdue longest: the interviewer's, else the organizer of that interview answers for it. -#}
{% macro answerable_users() -%}
select
    application_key,
    coalesce(interviewer_key, organizer_key) as answerable_key
from (
    select
        visit_interviews.application_key,
        visit_interviews.organizer_key,
        scorecards.interviewer_key,
        row_number() over (
            partition by visit_interviews.application_key
            order by
                visit_interviews.ends_at asc nulls last, scorecards.due_at asc nulls last,
                scorecards.interviewer_key asc nulls last, visit_interviews.organizer_key asc nulls last
        ) as place
    from visit_interviews
    left join scorecards on visit_interviews.interview_key = scorecards.interview_key
    where visit_interviews.is_of_visit and visit_interviews.is_unscored
) as overdue
where place = 1
{%- endmacro %}
