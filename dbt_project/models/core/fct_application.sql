{%- set candidate_key = surrogate_key(['system', "'candidate'", 'candidate_id']) -%}
-- A quarantined requisition or candidate takes its applications along. A quarantined offer gives no start.
with applications as (
    select * from {{ released_with_flags(
        released(ref('int_applications__enriched'), 'candidate', candidate_key), 'application', 'application_key'
    ) }}
),

requisitions as (
    select requisition_key from {{ ref('dim_requisition') }}
),

quarantined_starts as (
    select distinct
        offers.application_key,
        offers.start_date
    from {{ ref('int_offers__latest') }} as offers
    inner join {{ ref('quarantined_keys') }} as quarantined_offers
        on
            quarantined_offers.entity_type = 'offer'
            and offers.offer_key = quarantined_offers.entity_key
),

final as (
    select
        applications.application_key,
        applications.person_key,
        applications.requisition_key,
        applications.system,
        applications.application_id,
        applications.transferred_from_key,
        applications.source_key,
        applications.recruiter_key,
        applications.coordinator_key,
        applications.sourcer_key,
        applications.function,
        applications.entry_stage,
        applications.current_stage,
        applications.furthest_stage,
        applications.status,
        applications.exit_type,
        applications.exit_stage,
        applications.exit_reason,
        applications.channel,
        applications.channel_of_record,
        applications.dq_flags,
        applications.days_to_hire,
        applications.is_open_in_source,
        applications.is_internal,
        applications.applied_date,
        applications.original_applied_date,
        applications.first_contact_date,
        applications.exited_date,
        applications.hired_date,
        nullif(applications.start_date, quarantined_starts.start_date) as start_date,
        applications.applied_at,
        applications.original_applied_at,
        applications.first_contact_at,
        applications.furthest_stage_at,
        applications.exited_at,
        applications.hired_at,
        applications.last_activity_at
    from applications
    inner join requisitions
        on applications.requisition_key = requisitions.requisition_key
    left join quarantined_starts
        on applications.application_key = quarantined_starts.application_key
)

select * from final
