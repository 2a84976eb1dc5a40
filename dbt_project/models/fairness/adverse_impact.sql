{% set threshold = var('fairness_impact_ratio') -%}
{% set significance = var('fairness_significance') -%}
with cells as (
    select * from {{ ref('int_cells__suppressed') }}
),

tests as (
    select * from {{ ref('int_impacts__tested') }}
),

-- Reference group per cell; none where no group was compared.
best as (
    select distinct
        function,
        stage,
        group_type,
        reference_group,
        year_start_date
    from tests
),

judged as (
    select
        cells.*,
        best.reference_group,
        tests.impact_ratio,
        tests.p_value,
        tests.z,
        tests.shortfall,
        tests.is_one_decision_apart,
        case
            when cells.is_suppressed then null
            when cells.group_name = best.reference_group then 'reference'
            when tests.group_name is null then 'not_tested'
            when tests.p_value < {{ significance }}
                then case when tests.impact_ratio < {{ threshold }} then 'adverse_impact' else 'review' end
            when tests.is_one_decision_apart then 'small_n'
            when tests.impact_ratio < {{ threshold }} then 'not_significant'
            else 'passes'
        end as verdict
    from cells
    left join best
        on
            cells.year_start_date = best.year_start_date
            and cells.function = best.function
            and cells.stage = best.stage
            and cells.group_type = best.group_type
    left join tests
        on
            cells.year_start_date = tests.year_start_date
            and cells.function = tests.function
            and cells.stage = tests.stage
            and cells.group_type = tests.group_type
            and cells.group_name = tests.group_name
),

final as (
    select
        year_start_date,
        function,
        stage,
        group_type,
        group_name as {{ adapter.quote('group') }},
        case when not is_suppressed then reference_group end as reference_group,
        verdict,
        '{{ var('applicant_definition') }}' as applicant_definition,
        case when not is_suppressed then pool end as pool,
        case when not is_suppressed then selected end as selected,
        case when not is_suppressed then {{ share_of('selected', 'pool') }} end as rate,
        case when verdict = 'reference' then 1e0 else impact_ratio end as impact_ratio,
        p_value,
        z,
        shortfall,
        is_suppressed,
        is_one_decision_apart
    from judged
)

select * from final
