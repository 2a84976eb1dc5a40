{{ config(enabled = 'filedrop' in var('systems'), schema = 'fairness') }}

with rows_of_files as (
    select * from {{ live('base_filedrop__demographic_answers') }}
),

final as (
    select
        'filedrop' as system,
        application_system,
        application_id,
        group_type,
        group_name,
        known_at
    from rows_of_files
)

select * from final
