{{ config(enabled = 'filedrop' in var('systems')) }}

with rows_of_files as (
    select * from {{ live('base_filedrop__reviews') }}
),

final as (
    select
        'filedrop' as system,
        review_id,
        cast(null as {{ type_of('string') }}) as requisition_system,
        job_id,
        requisition_id,
        reviewer_id,
        day_columns,
        decision_count,
        reviewed_at,
        known_at
    from rows_of_files
)

select * from final
