with publication as (
    select {{ date_trunc_to('quarter', 'as_of_date') }} as running_quarter from {{ ref('publication') }}
),

-- 95 days after the first day of a quarter is always in the next one, 190 in the one after
steps as (
    select 0 as days
    union all
    select 95 as days
    union all
    select 190 as days
),

final as (
    select
        steps.days = 0 as is_running,
        {{ date_trunc_to('quarter', add_days('publication.running_quarter', 'steps.days')) }} as quarter_start_date
    from publication
    cross join steps
)

select * from final
