{{ config(alias='opening') }}
{{ quarantined_rows('opening', ref('int_openings__keyed'), 'opening_key') }}
