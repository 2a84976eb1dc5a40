with run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

final as (
    select
        run_id,
        company_timezone,
        company_currency,
        as_of_date,
        as_of_at
    from run_clock
)

select * from final
