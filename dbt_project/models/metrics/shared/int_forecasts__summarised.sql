with distributions as (
    select * from {{ source('ops', 'forecast_distribution') }}
),

cumulated as (
    select
        *,
        sum(probability) over (
            partition by origin_date, quarter_start_date, function, method
            order by hires
            rows between unbounded preceding and current row
        ) as reached
    from distributions
),

-- a quantile is the least number of hires whose cumulated probability reaches it, up to rounding
final as (
    select
        function,
        method,
        cast({{ exact_sum('hires * probability') }} as double) as mean,
        {%- for percent in [10, 50, 90] %}
        min(case when reached >= {{ percent / 100 }} - 1e-9 then hires end) as p{{ percent }},
        {%- endfor %}
        bool_or(is_reconstructed) as is_reconstructed,
        origin_date,
        quarter_start_date
    from cumulated
    group by origin_date, quarter_start_date, function, method
)

select * from final
