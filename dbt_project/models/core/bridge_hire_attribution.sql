with touchpoints as (
    select * from {{ ref('int_hire_attributions__weighted') }}
),

hires as (
    select hire_key from {{ ref('fct_hire') }}
),

final as (
    select
        touchpoints.hire_key,
        touchpoints.attribution_model,
        touchpoints.channel,
        touchpoints.touch_number,
        touchpoints.weight,
        touchpoints.touchpoint_at
    from touchpoints
    inner join hires
        on touchpoints.hire_key = hires.hire_key
)

select * from final
