with openings as (
    select * from {{ ref('opening_forecast') }} where function is not null
),

scopes as (
    select true as is_all
    union all
    select false as is_all
),

-- M-48, T-44: commit call = closed + commit, best-case call adds best case
final as (
    select
        case when scopes.is_all then 'all' else openings.function end as function,
        {%- for prefix, column in [('', 'category'), ('model_', 'model_category')] %}
        cast(count(*) filter (where openings.{{ column }} in ('closed', 'commit')) as bigint) as {{ prefix }}commit,
        cast(count(*) filter (where openings.{{ column }} in ('closed', 'commit', 'best_case')) as bigint)
            as {{ prefix }}best_case,
        {%- endfor %}
        bool_or(openings.category_source = 'human') as is_called,
        openings.quarter_start_date
    from openings
    cross join scopes
    group by case when scopes.is_all then 'all' else openings.function end, openings.quarter_start_date
)

select * from final
