with loads as (
    select * from {{ source('ops', 'load') }}
),

final as (
    select
        system,
        min(observed_at) as first_observed_at
    from loads
    where is_first
    group by system
)

select * from final
