{{ config(materialized = fold_materialization(), incremental_strategy = 'by_application') }}

-- Which stays rules quarantine, and why: found before stays are folded, so that such a stay sets no stage and no day
-- of its application. The rules report these rows; the gate's verdict on them takes them out of core.
with run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

applications as (
    select * from {{ rows_to_rebuild(ref('int_applications__keyed')) }}
),

placed_stays as (
    select
        source_stays.*,
        {{ surrogate_key(['source_stays.system', 'source_stays.stay_id']) }} as interval_key,
        {{ surrogate_key(['source_stays.system', 'source_stays.application_id', 'source_stays.job_id']) }}
            as application_key,
        coalesce(applications.timezone, run_clock.company_timezone) as timezone
    from {{ rows_to_rebuild(ref('int_stage_stays__unioned'), by='source_id') }} as source_stays
    cross join run_clock
    left join applications
        on
            {{ surrogate_key(['source_stays.system', 'source_stays.application_id', 'source_stays.job_id']) }}
            = applications.application_key
),

stays as (
    select
        *,
        {{ is_day('entered_at', 'placed_stays') }}
        or lag({{ is_day('exited_at', 'placed_stays') }}, 1, false) over in_time as is_day,
        lag(exited_at) over in_time as previous_exited_at
    from placed_stays
    window in_time as (
        partition by system, application_id, job_id, entered_at is null
        order by entered_at, exited_at nulls last, stay_id
    )
),

exceptions as (
    select distinct
        rule_exceptions.rule_id,
        rule_exceptions.entity_id
    from {{ ref('rule_exceptions') }} as rule_exceptions
    cross join run_clock
    where rule_exceptions.valid_until_date >= run_clock.as_of_date
),

-- As STG-04 has it: the stay that the source calls the current one is it, else the one entered last.
never_ended as (
    select
        *,
        row_number() over (
            partition by application_key order by coalesce(is_current, false) desc, entered_at desc, stay_id asc
        ) as place
    from stays
    where entered_at is not null and exited_at is null
),

broken as (
    select
        'STG-02' as rule_id,
        case
            when exited_at < entered_at then 'The stay ends before it begins'
            else 'The stay begins before the previous one ended'
        end as detail,
        interval_key,
        application_key,
        system,
        stay_id,
        stage_id
    from stays
    where
        exited_at < entered_at
        or {{ is_before('entered_at', 'previous_exited_at', 'is_day', 'timezone') }}
    union all
    select
        'STG-04' as rule_id,
        'The stay was never ended, and its application is in another stage' as detail,
        interval_key,
        application_key,
        system,
        stay_id,
        stage_id
    from never_ended
    where place > 1
    union all
    select
        'TIM-01' as rule_id,
        'An event is later than the moment it became known' as detail,
        stays.interval_key,
        stays.application_key,
        stays.system,
        stays.stay_id,
        stays.stage_id
    from stays
    cross join run_clock
    where
        {{ is_after_known(
            begun_at('stage_stays', 'entered_at', 'stays', 'stays.timezone'),
            'greatest(' ~ begun_at('stage_stays', 'entered_at', 'stays', 'stays.timezone') ~ ', '
            ~ begun_at('stage_stays', 'exited_at', 'stays', 'stays.timezone') ~ ')',
            'stays.known_at'
        ) }}
    union all
    select
        'TIM-03' as rule_id,
        concat('Its earliest date is of the year ', cast(extract(year from least(entered_at, exited_at)) as string))
            as detail,
        interval_key,
        application_key,
        system,
        stay_id,
        stage_id
    from stays
    where {{ is_before_time('least(entered_at, exited_at)') }}
),

final as (
    select broken.*
    from broken
    left join exceptions
        on
            broken.rule_id = exceptions.rule_id
            and broken.stay_id = exceptions.entity_id
    where exceptions.entity_id is null
)

select * from final
