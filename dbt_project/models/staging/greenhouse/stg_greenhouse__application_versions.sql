{{ config(enabled = 'greenhouse' in var('systems')) }}

-- Versions of one instant (a crashed run done again) leave one of no length; it says nothing and is left out.

with versions as (
    select * from {{ ref('base_greenhouse__application_versions') }}
),

applications as (
    select * from {{ live('base_greenhouse__applications') }}
),

bounded as (
    select
        versions.*,
        lead(observed_at) over (partition by application_id order by observed_at, load_id) as next_observed_at
    from versions
),

final as (
    select
        bounded.application_id,
        bounded.job_id,
        bounded.stage_id,
        case when bounded.status = 'in_process' then 'active' else bounded.status end as status,
        bounded.observed_at as valid_from,
        bounded.next_observed_at as valid_to
    from bounded
    inner join applications on bounded.application_id = applications.application_id
    where
        not bounded.is_deleted
        and not bounded.is_prospect
        and not applications.is_prospect
        and (bounded.next_observed_at is null or bounded.next_observed_at > bounded.observed_at)
)

{{ conform('final') }}
