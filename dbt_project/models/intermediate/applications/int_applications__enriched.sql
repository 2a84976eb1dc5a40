{{ config(materialized = fold_materialization(), incremental_strategy = 'by_application') }}

-- Long because it is wide: nearly all of it is the column list of fct_application, once joined and once in order.
with applications as (
    select * from {{ rows_to_rebuild(ref('int_applications__ended')) }}
),

employed as (
    select * from {{ rows_to_rebuild(ref('int_applications__employed')) }}
),

credited as (
    select * from {{ ref('int_applications__credited') }}
),

activities as (
    select * from {{ rows_to_rebuild(ref('int_activities__latest')) }}
),

starts as (
    select * from {{ rows_to_rebuild(ref('int_starts__matched')) }}
),

sources as (
    select * from {{ ref('int_sources__mapped') }}
),

seats as (
    select
        system,
        job_id,
        count(*) as opening_count,
        sum(case when status = 'open' then 1 else 0 end) as open_openings
    from {{ ref('int_openings__unioned') }}
    group by system, job_id
),

run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

joined as (
    select
        applications.*,
        employed.is_internal,
        credited.sourcer_key,
        credited.first_contact_at,
        starts.start_date,
        run_clock.as_of_at,
        coalesce(sources.channel, 'unknown') as channel,
        case
            when employed.is_internal then 'internal'
            when credited.has_reply and credited.was_finalist then 'rediscovered'
            when credited.has_reply then 'sourced_outbound'
            else coalesce(sources.channel, 'unknown')
        end as channel_of_record,
        activities.last_act_at,
        cast(coalesce(seats.opening_count, 0) as bigint) as requisition_opening_count,
        cast(coalesce(seats.open_openings, 0) as bigint) as requisition_open_openings
    from applications
    cross join run_clock
    left join employed
        on applications.application_key = employed.application_key
    left join credited
        on applications.chain_key = credited.chain_key
    left join activities
        on applications.application_key = activities.application_key
    left join starts
        on applications.application_key = starts.application_key
    left join sources
        on applications.source_key = sources.source_key
    left join seats
        on
            applications.system = seats.system
            and applications.job_id = seats.job_id
),

final as (
    select
        application_key,
        person_key,
        requisition_key,
        system,
        application_id,
        transferred_from_key,
        chain_key,
        source_key,
        recruiter_key,
        coordinator_key,
        sourcer_key,
        coalesce(last_stage_key, derived_stage_key) as last_stage_key,
        case
            when current_stage_id is not null then {{ surrogate_key(['system', 'current_stage_id']) }}
        end as source_current_stage_key,
        candidate_id,
        job_id,
        reason_id,
        reason_name,
        function,
        timezone,
        coalesce(first_stage, derived_stage) as entry_stage,
        case when is_hired then 'hired' else coalesce(last_stage, derived_stage) end as current_stage,
        case
            when is_hired then 'hired'
            when is_without_stays then derived_stage
            else {{ canonical_stage_of('furthest_rank') }}
        end as furthest_stage,
        case exit_type
            when 'advanced' then 'hired'
            when 'withdrew' then 'withdrawn'
            when 'req_closed' then 'closed'
            when 'transferred_out' then 'transferred'
            else exit_type
        end as status,
        source_status,
        requisition_status,
        exit_type,
        case when exit_type <> 'active' then coalesce(last_stage, derived_stage) end as exit_stage,
        case when exit_type in ('rejected', 'withdrew') then coalesce(exit_reason, 'other_unknown') end as exit_reason,
        channel,
        channel_of_record,
        {{ days_between(local_date('original_applied_at', 'timezone'), local_date('hired_at', 'timezone')) }}
            as days_to_hire,
        requisition_opening_count,
        requisition_open_openings,
        source_status = 'active' as is_open_in_source,
        coalesce(is_internal, false) as is_internal,
        coalesce(is_agency, false) as is_agency,
        is_chain_end,
        is_without_stays,
        coalesce(is_evergreen, false) as is_evergreen,
        {{ local_date('applied_at', 'timezone') }} as applied_date,
        {{ local_date('original_applied_at', 'timezone') }} as original_applied_date,
        {{ local_date('first_contact_at', 'timezone') }} as first_contact_date,
        {{ local_date('exited_at', 'timezone') }} as exited_date,
        {{ local_date('hired_at', 'timezone') }} as hired_date,
        start_date,
        applied_at,
        original_applied_at,
        first_contact_at,
        case
            when is_hired then hired_at
            when is_without_stays then applied_at
            else
                case furthest_rank
                    when 5 then entered_5_at
                    when 4 then entered_4_at
                    when 3 then entered_3_at
                    when 2 then entered_2_at
                    else entered_1_at
                end
        end as furthest_stage_at,
        exited_at,
        hired_at,
        undone_at,
        requisition_closed_at,
        least(greatest(applied_at, last_entered_at, exited_at, last_act_at), as_of_at) as last_activity_at,
        known_at
    from joined
)

select * from final
