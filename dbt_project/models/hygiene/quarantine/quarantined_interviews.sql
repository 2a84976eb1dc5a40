{{ config(alias='interview') }}
{{ quarantined_rows('interview', ref('int_interviews__keyed'), 'interview_key') }}
