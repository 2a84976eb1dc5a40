{{ config(enabled = 'gem' in var('systems')) }}

with users as (
    select * from {{ live('base_gem__users') }}
),

final as (
    select
        'gem' as system,
        user_id,
        cast(null as {{ type_of('string') }}) as team,
        email_key,
        true as is_active,
        known_at
    from users
)

select * from final
