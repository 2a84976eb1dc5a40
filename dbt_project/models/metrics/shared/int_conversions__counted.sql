with publication as (
    select * from {{ ref('publication') }}
),

entries as (
    select * from {{ ref('int_stage_entries__resolved') }}
    where outcome in ('advanced', 'rejected', 'withdrew') and canonical_stage <> 'offer'
),

offers as (
    select * from {{ ref('int_offers__presented') }} where status in ('accepted', 'declined')
),

-- entries of a stage by what became of them, offers by the candidate's answer
decisions as (
    select
        function,
        canonical_stage,
        case when outcome = 'advanced' then 1 else 0 end as is_success,
        entered_date as event_date
    from entries
    union all
    select
        function,
        'offer' as canonical_stage,
        case when status = 'accepted' then 1 else 0 end as is_success,
        answered_date as event_date
    from offers
),

final as (
    select
        decisions.function,
        decisions.canonical_stage,
        cast(sum(decisions.is_success) as bigint) as advanced,
        count(*) as decided
    from decisions
    cross join publication
    where
        decisions.event_date > {{ add_days('publication.as_of_date', '-' ~ var('trailing_days')) }}
        and decisions.event_date <= publication.as_of_date
    group by decisions.function, decisions.canonical_stage
)

select * from final
