-- A stay that is quarantined is folded into nothing: it is shown as the source gave it.
{{ config(alias='stage_interval') }}
{% set stays -%}
(
    select
        {{ surrogate_key(['system', 'stay_id']) }} as interval_key,
        {{ surrogate_key(['system', 'application_id', 'job_id']) }} as application_key,
        stays.*
    from {{ ref('int_stage_stays__unioned') }} as stays
)
{%- endset -%}
{{ quarantined_rows('stage_interval', stays, 'interval_key') }}
