{{ config(materialized = fold_materialization(), incremental_strategy = 'by_application') }}

{%- set settings = var('hygiene') -%}
with run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

applications as (
    select * from {{ rows_to_rebuild(ref('applications_owned')) }} where source_status <> 'transferred'
),

sources as (
    select * from {{ ref('int_sources__mapped') }}
),

evaluated as (
    select
        {{ application_subject('applications') }},
        'Source missing or not specified' as detail,
        (
            sources.source_name is null
            or {{ name_key('sources.source_name') }} in (
                {%- for name in settings['src_01_unspecified'] %}
                '{{ name }}'
                {%- if not loop.last %},{% endif %}
                {%- endfor %}
            )
        )
        and {{ elapsed_days('applications.applied_at', 'run_clock.as_of_at') }} > {{ settings['src_01_days'] }}
            as is_failed,
        applications.known_at,
        applications.applied_at as since_at
    from applications
    cross join run_clock
    left join sources on applications.source_key = sources.source_key
),

final as (
    {{ judged_rows('SRC-01', judged_by='the day of the application') }}
)

select * from final
