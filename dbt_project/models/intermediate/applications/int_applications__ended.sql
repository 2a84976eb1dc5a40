{{ config(materialized = fold_materialization(), incremental_strategy = 'by_application') }}

-- The end of every application, and what its stays say about the way. A closed requisition ends what the source left
-- open, at the later of its closing and the last stage entry (E13). An end without a date is of the day its last stay
-- was left, where the source says that (TIM-04).
with applications as (
    select * from {{ rows_to_rebuild(ref('int_applications__keyed')) }}
),

stays as (
    select * from {{ rows_to_rebuild(ref('int_stays__folded')) }}
),

requisitions as (
    select * from {{ ref('int_requisitions__keyed') }}
),

stages as (
    select * from {{ ref('int_stages__mapped') }}
),

travelled as (
    select
        application_key,
        min(case when stay_number = 1 then canonical_stage end) as first_stage,
        min(case when is_last then canonical_stage end) as last_stage,
        min(case when is_last then stage_key end) as last_stage_key,
        max(stage_rank) as furthest_rank,
        {% for rank in range(1, 6) -%}
        min(case when stage_rank = {{ rank }} then entered_at end) as entered_{{ rank }}_at,
        {% endfor -%}
        max(entered_at) as last_entered_at,
        min(case when is_last then source_exited_at end) as last_left_at
    from stays
    group by application_key
),

joined as (
    select
        applications.*,
        travelled.application_key is null as is_without_stays,
        case
            when stages.canonical_stage in ('applied', 'screen', 'interview', 'onsite', 'offer') then stages.stage_key
        end as derived_stage_key,
        case
            when stages.canonical_stage in ('screen', 'interview', 'onsite', 'offer') then stages.canonical_stage
            else 'applied'
        end as derived_stage,
        travelled.first_stage,
        travelled.last_stage,
        travelled.last_stage_key,
        travelled.furthest_rank,
        travelled.entered_1_at,
        travelled.entered_2_at,
        travelled.entered_3_at,
        travelled.entered_4_at,
        travelled.entered_5_at,
        travelled.last_entered_at,
        travelled.last_left_at,
        requisitions.status as requisition_status,
        requisitions.closed_at as requisition_closed_at,
        requisitions.is_evergreen,
        applications.source_exit_type = 'active' and coalesce(requisitions.status in ('closed', 'cancelled'), false)
            as is_ended_by_requisition
    from applications
    left join travelled
        on applications.application_key = travelled.application_key
    left join requisitions
        on applications.requisition_key = requisitions.requisition_key
    left join stages
        on
            applications.system = stages.system
            and applications.current_stage_id = stages.stage_id
),

final as (
    select
        *,
        case when is_ended_by_requisition then 'req_closed' else source_exit_type end as exit_type,
        case
            when is_ended_by_requisition
                then greatest(
                    coalesce(requisition_closed_at, last_entered_at, applied_at),
                    coalesce(last_entered_at, applied_at),
                    applied_at
                )
            when source_exit_type in ('active', 'advanced') then source_exited_at
            else coalesce(source_exited_at, last_left_at)
        end as exited_at
    from joined
)

select * from final
