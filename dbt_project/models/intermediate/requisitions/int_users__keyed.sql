with users as (
    select * from {{ ref('int_users__unioned') }}
),

final as (
    select
        {{ surrogate_key(['users.system', 'users.user_id']) }} as user_key,
        users.system,
        users.user_id,
        users.team,
        users.email_key,
        users.is_active,
        users.known_at
    from users
)

select * from final
