{{ config(alias='touch') }}
{{ quarantined_rows('touch', ref('int_touches__keyed'), 'touch_key') }}
