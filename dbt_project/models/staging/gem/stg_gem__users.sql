{{ config(enabled = 'gem' in var('systems')) }}

with users as (
    select * from {{ live('base_gem__users') }}
),

final as (
    select
        user_id,
        email_key,
        true as is_active,
        known_at
    from users
)

{{ conform('final', lacks={
    'A user is a name and an address.': ['team'],
}) }}
