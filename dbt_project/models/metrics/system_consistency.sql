{% set equalities = ['is_status_equal', 'is_owner_equal', 'is_email_equal'] -%}
with publication as (
    select * from {{ ref('publication') }}
),

matches as (
    select * from {{ ref('fct_system_match') }}
),

-- what a CRM says of nobody cannot disagree; where it says it of some, its silence about another is no agreement
compared as (
    select
        crm_system,
        ats_system,
        sync_lag_hours,
        is_matched,
        {%- for equality in equalities %}
        coalesce({{ equality }}, count({{ equality }}) over (partition by crm_system, ats_system) = 0)
            as {{ equality }},
        {%- endfor %}
        count(coalesce({{ equalities | join(', ') }})) over (partition by crm_system, ats_system) > 0 as is_comparable
    from matches
),

counts as (
    select
        crm_system,
        ats_system,
        count(*) as crm_origin_active,
        count(*) filter (where is_matched) as matched,
        case
            when bool_or(is_comparable) or not bool_or(is_matched)
                then count(*) filter (where is_matched and {{ equalities | join(' and ') }})
        end as agreeing,
        {{ quantile('sync_lag_hours', 0.95) }} as sync_lag_p95_hours
    from compared
    group by crm_system, ats_system
),

rates as (
    select
        *,
        {{ share_of('matched', 'crm_origin_active') }} as match_coverage,
        {{ share_of('agreeing', 'matched') }} as agreement
    from counts
),

final as (
    select
        publication.as_of_date,
        rates.crm_system,
        rates.ats_system,
        rates.crm_origin_active,
        rates.matched,
        rates.agreeing,
        rates.match_coverage,
        rates.agreement,
        case when rates.agreement is not null then {{ share_of('rates.agreeing', 'rates.crm_origin_active') }} end
            as consistency,
        rates.sync_lag_p95_hours
    from rates
    cross join publication
)

select * from final
