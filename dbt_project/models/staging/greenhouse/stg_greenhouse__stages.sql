{{ config(enabled = 'greenhouse' in var('systems')) }}

with stages as (
    select * from {{ live('base_greenhouse__job_interview_stages') }}
),

final as (
    select
        'greenhouse' as system,
        stage_id,
        job_id,
        stage_name,
        stage_order,
        is_active
    from stages
)

select * from final
