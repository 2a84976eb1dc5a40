with publication as (
    select {{ date_trunc_to('quarter', 'as_of_date') }} as running_quarter from {{ ref('publication') }}
),

-- 91 days a quarter and 45 into it: whatever the lengths of the quarters, one day of each
steps as (
    select 0 as days
    {%- for number in range(1, var('capacity_quarters') + 1) %}
    union all
    select {{ 45 - 91 * number }} as days
    {%- endfor %}
),

final as (
    select
        steps.days = 0 as is_running,
        {{ date_trunc_to('quarter', add_days('publication.running_quarter', 'steps.days')) }} as quarter_start_date
    from publication
    cross join steps
)

select * from final
