with publication as (
    select {{ date_trunc_to('quarter', 'as_of_date') }} as running_quarter from {{ ref('publication') }}
),

-- 95 days after the first day of a quarter is always in the next one
final as (
    select running_quarter as quarter_start_date, true as is_running from publication
    union all
    select {{ date_trunc_to('quarter', add_days('running_quarter', 95)) }} as quarter_start_date, false as is_running from publication
    union all
    select {{ date_trunc_to('quarter', add_days('running_quarter', 190)) }} as quarter_start_date, false as is_running from publication
)

select * from final
