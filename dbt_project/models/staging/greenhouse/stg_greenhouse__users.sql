{{ config(enabled = 'greenhouse' in var('systems')) }}

with users as (
    select * from {{ live('base_greenhouse__users') }}
),

departments as (
    select * from {{ live('base_greenhouse__departments') }}
),

final as (
    select
        users.user_id,
        departments.department_name as team,
        users.email_key,
        users.is_active,
        users.known_at
    from users
    left join departments on users.department_id = departments.department_id
)

{{ conform('final') }}
