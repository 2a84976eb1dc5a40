with offers as (
    select * from {{ ref('int_offers__presented') }}
),

based as (
    select
        'answered' as basis,
        function,
        status,
        is_reneged,
        answered_date as event_date
    from offers
    where status <> 'pending'
    union all
    select
        'sent' as basis,
        function,
        status,
        is_reneged,
        sent_date as event_date
    from offers
),

cells as (
    {{ in_cells('based', 'event_date', ['basis', 'status', 'is_reneged']) }}
),

counts as (
    select
        period_type,
        function,
        basis,
        count(*) as offers,
        {%- for status in ['accepted', 'declined', 'rescinded', 'expired', 'pending'] %}
        count(*) filter (where status = '{{ status }}') as {{ status }},
        {%- endfor %}
        count(*) filter (where is_reneged) as reneged,
        period_start_date
    from cells
    group by period_type, period_start_date, function, basis
),

final as (
    select
        period_type,
        period_start_date,
        function,
        basis,
        offers,
        accepted,
        declined,
        rescinded,
        expired,
        pending,
        reneged,
        {{ share_of('accepted', '(accepted + declined)') }} as accept_rate,
        {{ wilson_low('accepted', '(accepted + declined)') }} as ci_low,
        {{ wilson_high('accepted', '(accepted + declined)') }} as ci_high,
        {{ share_of('accepted', '(accepted + declined + rescinded + expired)') }} as accept_rate_all,
        {{ share_of('(accepted - reneged)', '(accepted + declined)') }} as net_accept_rate,
        {{ share_of('reneged', 'accepted') }} as renege_rate
    from counts
)

select * from final
