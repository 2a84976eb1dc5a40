-- Long because offers of the source, offers that moved along and derived ones share these columns.
-- The latest offer in its latest version; a hire without any record gets a derived one, so that hires never outnumber
-- offers. An answer without a date is of the day its application ended on (TIM-04). The offer of who accepted first and
-- was moved to the requisition of the hire afterwards is the hire's: it moves along, with its earlier versions (E5).
with offers as (
    select * from {{ ref('int_offers__unioned') }}
),

applications as (
    select * from {{ ref('int_applications__keyed') }}
),

openings as (
    select * from {{ ref('int_openings__unioned') }}
),

rates as (
    select * from {{ ref('int_currency_rates__ranged') }}
),

chain_ends as (
    select * from applications
    where is_chain_end
),

offered as (
    select
        system,
        application_id,
        job_id,
        bool_or(status = 'accepted') as is_accepted
    from offers
    where job_id is not null
    group by system, application_id, job_id
),

hired_elsewhere as (
    select
        chain_ends.system,
        chain_ends.application_id,
        chain_ends.job_id
    from chain_ends
    left join offered
        on
            chain_ends.system = offered.system
            and chain_ends.application_id = offered.application_id
            and chain_ends.job_id = offered.job_id
    where chain_ends.is_hired and offered.job_id is null
),

placed as (
    select
        offers.*,
        coalesce(
            case when offered.is_accepted then hired_elsewhere.job_id end, offers.job_id, chain_ends.job_id
        ) as placed_job_id
    from offers
    left join chain_ends
        on
            offers.system = chain_ends.system
            and offers.application_id = chain_ends.application_id
    left join hired_elsewhere
        on
            offers.system = hired_elsewhere.system
            and offers.application_id = hired_elsewhere.application_id
    left join offered
        on
            offers.system = offered.system
            and offers.application_id = offered.application_id
            and offers.job_id = offered.job_id
),

latest as (
    select *
    from placed
    qualify row_number() over (
        partition by system, application_id, placed_job_id
        order by created_at desc nulls last, version desc nulls last, offer_id desc
    ) = 1
),

recorded as (
    select
        {{ surrogate_key(['latest.system', 'latest.offer_id']) }} as offer_key,
        coalesce(
            applications.application_key,
            {{ surrogate_key(['latest.system', 'latest.application_id', 'latest.placed_job_id']) }}
        ) as application_key,
        case
            when latest.opening_id is not null then {{ surrogate_key(['latest.system', 'latest.opening_id']) }}
        end as opening_key,
        latest.system,
        latest.offer_id,
        latest.application_id,
        latest.status,
        latest.currency,
        latest.version,
        latest.base_pay_amount,
        latest.is_approval_supported,
        false as is_derived,
        latest.start_date,
        latest.created_at,
        latest.approved_at,
        latest.sent_at,
        coalesce(
            latest.answered_at,
            case
                when latest.status = 'accepted' then applications.hired_at
                when latest.status in ('declined', 'rescinded') and not applications.is_hired
                    then applications.source_exited_at
            end
        ) as answered_at,
        latest.answered_at as source_answered_at,
        latest.expires_at,
        latest.known_at,
        applications.timezone
    from latest
    left join applications
        on
            latest.system = applications.system
            and latest.application_id = applications.application_id
            and latest.placed_job_id = applications.job_id
),

derived as (
    select
        {{ surrogate_key(['applications.application_key', "'derived offer'"]) }} as offer_key,
        applications.application_key,
        {{ surrogate_key(['openings.system', 'openings.opening_id']) }} as filled_opening_key,
        openings.opening_id is not null as has_opening,
        applications.system,
        applications.application_id,
        applications.hired_at,
        applications.known_at,
        applications.timezone
    from applications
    left join recorded
        on applications.application_key = recorded.application_key
    left join openings
        on
            applications.system = openings.system
            and applications.application_id = openings.filled_application_id
            and applications.job_id = openings.job_id
    where applications.is_hired and recorded.offer_key is null
    qualify row_number() over (partition by applications.application_key order by openings.opening_id) = 1
),

together as (
    select * from recorded
    union all
    select
        offer_key,
        application_key,
        case when has_opening then filled_opening_key end as opening_key,
        system,
        cast(null as {{ type_of('string') }}) as offer_id,
        application_id,
        'accepted' as status,
        cast(null as {{ type_of('string') }}) as currency,
        cast(null as bigint) as version,
        cast(null as {{ type_of('money') }}) as base_pay_amount,
        cast(null as boolean) as is_approval_supported,
        true as is_derived,
        cast(null as date) as start_date,
        cast(null as {{ type_of('timestamp') }}) as created_at,
        cast(null as {{ type_of('timestamp') }}) as approved_at,
        cast(null as {{ type_of('timestamp') }}) as sent_at,
        hired_at as answered_at,
        hired_at as source_answered_at,
        cast(null as {{ type_of('timestamp') }}) as expires_at,
        known_at,
        timezone
    from derived
),

dated as (
    select
        together.*,
        {{ local_date('coalesce(together.sent_at, together.created_at)', 'together.timezone') }} as sent_date,
        {{ local_date('together.answered_at', 'together.timezone') }} as answered_date
    from together
),

final as (
    select
        dated.*,
        cast(dated.base_pay_amount * rates.company_rate as {{ type_of('money') }}) as base_pay_company_amount
    from dated
    left join rates
        on
            dated.currency = rates.currency
            and dated.sent_date >= rates.valid_from_date
            and dated.sent_date < rates.valid_to_date
)

select * from final
