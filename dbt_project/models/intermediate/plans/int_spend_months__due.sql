{%- set settings = var('hygiene') -%}
-- Which months owe us spend: those after months that had some, whatever day of the month stands in the file. Only
-- sources of the taxonomy: what is none of them (a line of totals) owes nothing.
with spend as (
    select * from {{ ref('int_source_spend__converted') }}
),

labels as (
    select distinct {{ name_key('source_name') }} as source_name
    from {{ ref('source_map') }}
),

run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

told as (
    select
        spend.system,
        spend.cost_side,
        {{ name_key('spend.source_name') }} as source_name,
        {{ date_trunc_to('month', 'spend.month_start_date') }} as month_start_date,
        min(spend.source_key) as source_key,
        min(spend.channel) as channel
    from spend
    inner join labels on {{ name_key('spend.source_name') }} = labels.source_name
    group by
        spend.system, spend.cost_side, {{ name_key('spend.source_name') }},
        {{ date_trunc_to('month', 'spend.month_start_date') }}
),

-- 31 days a month lead into the right month from its first day, as far as three months ahead
followed as (
    {% for month in range(1, settings['src_05_months'] + 1) -%}
    select
        system,
        cost_side,
        source_name,
        source_key,
        channel,
        {{ date_trunc_to('month', add_days('month_start_date', 31 * month)) }} as month_start_date
    from told
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

due as (
    select
        followed.system,
        followed.cost_side,
        followed.source_name,
        followed.month_start_date,
        min(followed.source_key) as source_key,
        min(followed.channel) as channel
    from followed
    cross join run_clock
    where
        {{ add_days(
            date_trunc_to('month', add_days('followed.month_start_date', 31)), settings['src_05_due_days']
        ) }} <= run_clock.as_of_date
    group by followed.system, followed.cost_side, followed.source_name, followed.month_start_date
    having count(*) >= {{ settings['src_05_known_months'] }}
),

final as (
    select
        {{ surrogate_key(['due.system', 'due.cost_side', 'due.source_name', 'due.month_start_date']) }}
            as spend_month_key,
        due.source_key,
        due.system,
        due.cost_side,
        due.source_name,
        due.channel,
        told.month_start_date is null as is_missing,
        due.month_start_date
    from due
    left join told
        on
            due.system = told.system
            and due.cost_side = told.cost_side
            and due.source_name = told.source_name
            and due.month_start_date = told.month_start_date
)

select * from final
