with publication as (
    select * from {{ ref('publication') }}
),

applications as (
    select * from {{ ref('fct_application') }} where transferred_from_key is null
),

hires as (
    select * from {{ ref('fct_hire') }}
),

-- one row per event, each on its own date (E10, E11)
events as (
    select
        function,
        1 as applications,
        0 as hires_gross,
        0 as hires_internal,
        0 as reneges,
        0 as starts,
        person_key,
        applied_date as event_date
    from applications
    union all
    select
        function,
        0 as applications,
        1 as hires_gross,
        case when is_internal then 1 else 0 end as hires_internal,
        0 as reneges,
        0 as starts,
        null as person_key,
        accepted_date as event_date
    from hires
    union all
    select
        function,
        0 as applications,
        0 as hires_gross,
        0 as hires_internal,
        1 as reneges,
        0 as starts,
        null as person_key,
        reneged_date as event_date
    from hires
    where is_renege
    union all
    select
        hires.function,
        0 as applications,
        0 as hires_gross,
        0 as hires_internal,
        0 as reneges,
        1 as starts,
        null as person_key,
        hires.start_date as event_date
    from hires
    cross join publication
    where not coalesce(hires.is_renege, false) and hires.start_date <= publication.as_of_date
),

{% set counts = ['applications', 'hires_gross', 'hires_internal', 'reneges', 'starts'] -%}
cells as (
    {{ in_cells('events', 'event_date', counts + ['person_key']) }}
),

counts as (
    select
        period_type,
        function,
        {%- for count in counts %}
        sum({{ count }}) as {{ count }},
        {%- endfor %}
        count(distinct person_key) as applicants,
        period_start_date
    from cells
    group by period_type, period_start_date, function
),

final as (
    select
        period_type,
        period_start_date,
        function,
        cast(applications as bigint) as applications,
        cast(applicants as bigint) as applicants,
        cast(hires_gross as bigint) as hires_gross,
        cast(hires_internal as bigint) as hires_internal,
        cast(hires_gross - hires_internal as bigint) as hires_external,
        {{ share_of('hires_internal', 'hires_gross') }} as internal_fill_rate,
        cast(reneges as bigint) as reneges,
        cast(hires_gross - reneges as bigint) as hires_net,
        cast(starts as bigint) as starts
    from counts
)

select * from final
