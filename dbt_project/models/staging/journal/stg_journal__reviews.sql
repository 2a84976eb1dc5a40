{{ config(enabled = 'journal' in var('systems'), materialized = 'ephemeral') }}

with lines as (
    select * from {{ live('base_journal__reviews') }}
),

final as (
    select
        'journal' as system,
        review_id,
        requisition_system,
        job_id,
        requisition_id,
        reviewer_id,
        day_columns,
        decision_count,
        reviewed_at,
        known_at
    from lines
)

select * from final
