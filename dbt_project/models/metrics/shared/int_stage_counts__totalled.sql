{% set outcomes = ['advanced', 'rejected', 'withdrew', 'req_closed', 'transferred_out', 'active'] -%}
with entries as (
    select * from {{ ref('int_stage_entries__resolved') }}
),

reached as (
    select * from {{ ref('int_stages__reached') }}
),

-- to days first: the periods then add up days, not applications
days as (
    select
        function,
        canonical_stage,
        count(*) as entered,
        0 as reached,
        {%- for outcome in outcomes %}
        count(*) filter (where outcome = '{{ outcome }}') as {{ outcome }},
        {%- endfor %}
        0 as advanced_in_period,
        entered_date as event_date
    from entries
    group by function, canonical_stage, entered_date
    union all
    select
        function,
        canonical_stage,
        0 as entered,
        count(*) as reached,
        {%- for outcome in outcomes %}
        0 as {{ outcome }},
        {%- endfor %}
        0 as advanced_in_period,
        reached_date as event_date
    from reached
    group by function, canonical_stage, reached_date
    union all
    select
        function,
        canonical_stage,
        0 as entered,
        0 as reached,
        {%- for outcome in outcomes %}
        0 as {{ outcome }},
        {%- endfor %}
        count(*) as advanced_in_period,
        outcome_date as event_date
    from entries
    where outcome = 'advanced'
    group by function, canonical_stage, outcome_date
),

{% set counts = ['entered', 'reached'] + outcomes + ['advanced_in_period'] -%}
cells as (
    {{ in_cells('days', 'event_date', ['canonical_stage'] + counts) }}
),

final as (
    select
        period_type,
        function,
        canonical_stage,
        {%- for count in counts %}
        cast(sum({{ count }}) as bigint) as {{ count }},
        {%- endfor %}
        cast(sum(advanced + rejected + withdrew) as bigint) as resolved,
        period_start_date
    from cells
    group by period_type, period_start_date, function, canonical_stage
)

select * from final
