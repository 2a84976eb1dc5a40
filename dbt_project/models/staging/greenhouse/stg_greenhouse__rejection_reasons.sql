{{ config(enabled = 'greenhouse' in var('systems')) }}

-- A reason named after the closing of the position judges nobody, whatever type it is filed under.

with reasons as (
    select * from {{ live('base_greenhouse__rejection_reasons') }}
),

final as (
    select
        reason_id,
        reason_name,
        case
            when lower(reason_name) like '%position closed%' then 'req_closed'
            when reason_type_key in ('WE_REJECTED_THEM', 'SECURITY_CONCERN') then 'rejected'
            when reason_type_key = 'THEY_REJECTED_US' then 'withdrew'
            when reason_type_key <> 'NONE_SPECIFIED' then reason_type_key
        end as exit_kind
    from reasons
)

{{ conform('final') }}
