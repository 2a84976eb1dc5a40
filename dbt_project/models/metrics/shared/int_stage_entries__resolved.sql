with publication as (
    select * from {{ ref('publication') }}
),

applications as (
    select * from {{ ref('fct_application') }}
),

-- stays of one application do not overlap: the sum of both ends puts them in order
stays as (
    select
        stays.*,
        {{ stage_rank('stays.canonical_stage') }} as stage_rank,
        row_number() over (
            partition by stays.application_key, stays.canonical_stage
            order by
                {{ elapsed_days('stays.entered_at', 'publication.as_of_at') }}
                + {{ elapsed_days('coalesce(stays.exited_at, publication.as_of_at)', 'publication.as_of_at') }}
                asc nulls last,
                stays.visit_number desc, stays.interval_key desc
        ) = 1 and stays.entered_at is not null as is_latest
    from {{ ref('fct_stage_interval') }} as stays
    cross join publication
),

entries as (
    select
        stays.application_key,
        stays.canonical_stage,
        stays.stage_rank,
        min(case when stays.is_latest then stays.exit_type end) as last_exit_type,
        cast({{ exact_sum('stays.active_days') }} as double) as active_days,
        max(stays.visit_number) as visits,
        bool_or(stays.is_backfilled) as is_backfilled,
        min(stays.entered_date) as entered_date,
        min(stays.entered_at) as entered_at
    from stays
    group by stays.application_key, stays.canonical_stage, stays.stage_rank
),

first_later_entries as (
    select
        entries.application_key,
        entries.canonical_stage,
        min(stays.entered_date) as entered_date,
        min(stays.entered_at) as entered_at
    from entries
    inner join stays
        on
            entries.application_key = stays.application_key
            and entries.stage_rank < stays.stage_rank
            and entries.entered_at <= stays.entered_at
    group by entries.application_key, entries.canonical_stage
),

-- E3: advanced at the first later entry or the acceptance, whichever came first; else the application's own end
outcomes as (
    select
        entries.*,
        applications.requisition_key,
        applications.person_key,
        applications.function,
        case
            when later.entered_at is not null or applications.hired_at is not null then 'advanced'
            else applications.exit_type
        end as outcome,
        case
            when later.entered_at <= coalesce(applications.hired_at, later.entered_at) then later.entered_date
            else coalesce(applications.hired_date, applications.exited_date)
        end as outcome_date,
        case
            when later.entered_at <= coalesce(applications.hired_at, later.entered_at) then later.entered_at
            else coalesce(applications.hired_at, applications.exited_at)
        end as outcome_at
    from entries
    inner join applications on entries.application_key = applications.application_key
    left join first_later_entries as later
        on entries.application_key = later.application_key and entries.canonical_stage = later.canonical_stage
),

final as (
    select
        outcomes.application_key,
        outcomes.requisition_key,
        outcomes.person_key,
        outcomes.function,
        outcomes.canonical_stage,
        outcomes.outcome,
        case
            when outcomes.last_exit_type = 'active' then 'open'
            when outcomes.last_exit_type in ('req_closed', 'transferred_out') then 'censored'
            else 'completed'
        end as stay_state,
        outcomes.stage_rank,
        outcomes.visits,
        outcomes.active_days,
        {{ elapsed_days('outcomes.entered_at', 'coalesce(outcomes.outcome_at, publication.as_of_at)') }} as clock_days,
        outcomes.is_backfilled,
        outcomes.entered_date,
        outcomes.outcome_date,
        outcomes.entered_at,
        outcomes.outcome_at
    from outcomes
    cross join publication
)

select * from final
