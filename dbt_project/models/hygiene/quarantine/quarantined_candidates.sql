{{ config(alias='candidate') }}
{% set candidates -%}
(
    select
        *,
        {{ surrogate_key(['system', "'candidate'", 'record_id']) }} as candidate_key
    from {{ ref('int_persons__resolved') }} where record_type = 'candidate'
)
{%- endset -%}
{{ quarantined_rows('candidate', candidates, 'candidate_key') }}
