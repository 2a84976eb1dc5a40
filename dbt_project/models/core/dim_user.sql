with users as (
    select * from {{ ref('int_users__keyed') }}
),

final as (
    select
        user_key,
        system,
        user_id,
        team,
        is_active
    from users
)

select * from final
