with scores as (
    select * from {{ ref('int_forecasts__scored') }}
),

final as (
    select
        method,
        function,
        horizon,
        count(*) as n,
        {%- for column in ['crps', 'pinball_10', 'pinball_50', 'pinball_90'] %}
        cast({{ exact_sum(column) }} as double) / count(*) as {{ column }},
        {%- endfor %}
        cast({{ exact_sum('pit_in_range') }} as double) / count(*) as pit_share_80,
        cast({{ exact_sum('mean - actual') }} as double) / nullif(sum(actual), 0) as bias,
        cast({{ exact_sum('abs(mean - actual)') }} as double) / nullif(sum(actual), 0) as wape,
        cast({{ exact_sum('crps') }} as double) / nullif(sum(abs(last_quarter_hires - actual)), 0)
            as crps_vs_last_quarter
    from scores
    group by method, function, horizon
)

select
    method,
    function,
    horizon,
    n,
    crps,
    crps_vs_last_quarter,
    pinball_10,
    pinball_50,
    pinball_90,
    pit_share_80,
    bias,
    wape
from final
