{%- set settings = var('hygiene') -%}
{#- `||` because a source without a label has no line; concat() would make one of commas on one engine. -#}
{%- set seed_line = csv_cell("nullif(" ~ name_key('sources.source_name') ~ ", '')") ~ " || ',?,'" -%}
-- Labels in use: those of applications, and those of spend. One label is one finding, however many
-- applications carry it.
with run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

sources as (
    select * from {{ ref('int_sources__mapped') }}
),

applications as (
    select * from {{ ref('applications_owned') }}
    where source_key is not null
),

spend as (
    select * from {{ ref('int_source_spend__converted') }}
    where source_name is not null or channel is not null
),

labels as (
    select distinct {{ name_key('source_name') }} as source_name
    from {{ ref('source_map') }}
),

channels as (
    select distinct channel
    from {{ ref('source_map') }}
),

used as (
    select
        sources.source_key,
        min(applications.applied_at) as first_applied_at,
        count(*) as applications,
        count(*) filter (where {{ elapsed_days('applications.applied_at', 'run_clock.as_of_at') }} <= 7) as week_rows
    from applications
    cross join run_clock
    inner join sources on applications.source_key = sources.source_key
    group by sources.source_key
),

week as (
    select
        cast(sum(used.week_rows) as double) as week_rows,
        cast(sum(case when not sources.is_mapped then used.week_rows else 0 end) as double) as unmapped_rows
    from used
    inner join sources on used.source_key = sources.source_key
),

judged_sources as (
    select
        'source' as entity_type,
        concat(sources.system, '.', sources.source_id) as entity_id,
        sources.source_key as entity_key,
        sources.system,
        concat(
            'Source "', coalesce(sources.source_name, ''), '" of ', cast(used.applications as string),
            ' applications is not in seeds/source_map.csv',
            coalesce('; line to add: ' || {{ seed_line }}, '')
        ) as detail,
        {{ seed_line }} as seed_line,
        used.applications as named_rows,
        not sources.is_mapped as is_failed,
        not sources.is_mapped
        and used.week_rows > 0
        and week.unmapped_rows > greatest(
            {{ settings['src_02_rows'] }}, {{ settings['src_02_share'] }} * week.week_rows
        ) as is_escalated,
        used.first_applied_at as known_at
    from used
    cross join week
    inner join sources on used.source_key = sources.source_key
),

judged_spend as (
    select
        'source_spend' as entity_type,
        spend.spend_name as entity_id,
        spend.spend_key as entity_key,
        spend.system,
        case
            when spend.source_name is not null and labels.source_name is null
                then concat('The spend''s source "', spend.source_name, '" is not in seeds/source_map.csv')
            else concat('The spend''s channel "', coalesce(spend.channel, ''), '" is none of seeds/source_map.csv')
        end as detail,
        case
            when spend.source_name is not null and labels.source_name is null
                then concat({{ csv_cell(name_key('spend.source_name')) }}, ',?,')
        end as seed_line,
        1 as named_rows,
        (spend.source_name is not null and labels.source_name is null)
        or (spend.channel is not null and channels.channel is null) as is_failed,
        false as is_escalated,
        cast(spend.month_start_date as {{ type_of('timestamp') }}) as known_at
    from spend
    left join labels on {{ name_key('spend.source_name') }} = labels.source_name
    left join channels on spend.channel = channels.channel
),

judged as (
    select * from judged_sources
    union all
    select * from judged_spend
),

evaluated as (
    select
        entity_type,
        entity_id,
        entity_key,
        cast(null as string) as application_key,
        cast(null as string) as requisition_key,
        system,
        cast(null as string) as function,
        cast(null as string) as owner_key,
        cast(null as string) as recruiter_key,
        detail,
        seed_line,
        named_rows,
        is_failed,
        is_escalated,
        known_at,
        known_at as since_at
    from judged
),

final as (
    {{ judged_rows('SRC-02', escalates=true, seed_line='evaluated.seed_line', named_rows='evaluated.named_rows') }}
)

select * from final
