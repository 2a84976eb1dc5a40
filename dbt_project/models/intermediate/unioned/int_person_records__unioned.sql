-- A person is at no office: a day without a time is placed in company time.
with person_records as (
    {{ union_contract('person_records') }}
),

run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

final as (
    select
        {{ placed_columns(
            'person_records', 'person_records', 'run_clock.company_timezone', events=['created_at']
        ) }}
    from person_records
    cross join run_clock
)

select * from final
