with entries as (
    select
        application_key,
        stage_rank,
        entered_date,
        entered_at
    from {{ ref('int_stage_entries__resolved') }}
),

applications as (
    select * from {{ ref('fct_application') }}
),

-- hired is an end, not a stay, but whoever got there has been past every stage
arrivals as (
    select * from entries
    union all
    select
        application_key,
        {{ stage_rank("'hired'") }} as stage_rank,
        hired_date as entered_date,
        hired_at as entered_at
    from applications
    where hired_at is not null
),

{% set stages = ['applied', 'screen', 'interview', 'onsite', 'offer'] -%}
firsts as (
    select
        application_key,
        {%- for stage in stages %}
        min(case when stage_rank >= {{ loop.index }} then entered_date end) as {{ stage }}_date,
        min(case when stage_rank >= {{ loop.index }} then entered_at end) as {{ stage }}_at
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from arrivals
    group by application_key
),

spread as (
    select
        applications.application_key,
        applications.requisition_key,
        applications.person_key,
        applications.function,
        stages.canonical_stage,
        stages.stage_rank,
        case stages.canonical_stage
            {%- for stage in stages %}
            when '{{ stage }}' then firsts.{{ stage }}_date
            {%- endfor %}
        end as reached_date,
        case stages.canonical_stage
            {%- for stage in stages %}
            when '{{ stage }}' then firsts.{{ stage }}_at
            {%- endfor %}
        end as reached_at
    from firsts
    inner join applications on firsts.application_key = applications.application_key
    cross join {{ canonical_stages() }} as stages
),

final as (
    select * from spread where reached_at is not null
)

select * from final
