with publication as (
    select * from {{ ref('publication') }}
),

-- what a system does not report is null: delivered then counts as yes
enrollments as (
    select
        enrollment_key,
        person_key,
        system,
        sequence_id,
        coalesce(is_delivered, true) as is_delivered,
        is_opened,
        is_clicked,
        is_replied,
        is_interested,
        first_sent_at
    from {{ ref('fct_enrollment') }}
    where first_sent_at is not null
),

applications as (
    select * from {{ ref('fct_application') }} where transferred_from_key is null
),

applied as (
    select distinct enrollments.enrollment_key
    from enrollments
    inner join applications
        on
            enrollments.person_key = applications.person_key
            and enrollments.first_sent_at <= applications.applied_at
            and {{ elapsed_days('enrollments.first_sent_at', 'applications.applied_at') }}
            <= {{ var('attribution_days') }}
),

outcomes as (
    select
        enrollments.*,
        applied.enrollment_key is not null as is_applied,
        {{ local_date('enrollments.first_sent_at', 'publication.company_timezone') }} as first_sent_date
    from enrollments
    cross join publication
    left join applied on enrollments.enrollment_key = applied.enrollment_key
),

{% set happenings = ['opened', 'clicked', 'replied', 'interested', 'applied'] -%}
{% set flags = ['is_opened', 'is_clicked', 'is_replied', 'is_interested', 'is_applied'] -%}
{% set grain = ['system', 'sequence_id'] -%}
cells as (
    {{ in_cells('outcomes', 'first_sent_date', grain + ['is_delivered'] + flags, with_function=false) }}
),

counts as (
    select
        period_type,
        system,
        sequence_id,
        count(*) as enrolled,
        count(*) filter (where not is_delivered) as bounced,
        count(*) filter (where is_delivered) as delivered,
        {%- for happening in happenings %}
        cast(
            sum(case when is_{{ happening }} and is_delivered then 1 when is_{{ happening }} is not null then 0 end)
            as bigint
        ) as {{ happening }},
        {%- endfor %}
        period_start_date
    from cells
    group by period_type, period_start_date, system, sequence_id
),

final as (
    select
        period_type,
        period_start_date,
        system,
        sequence_id,
        enrolled,
        bounced,
        delivered,
        {{ happenings | join(',\n        ') }},
        {{ share_of('opened', 'delivered') }} as open_rate,
        {{ share_of('clicked', 'delivered') }} as click_rate,
        {{ share_of('clicked', 'opened') }} as click_to_open_rate,
        {{ share_of('replied', 'delivered') }} as reply_rate,
        {{ share_of('interested', 'delivered') }} as interested_rate,
        {{ share_of('applied', 'delivered') }} as applied_rate
    from counts
)

select * from final
