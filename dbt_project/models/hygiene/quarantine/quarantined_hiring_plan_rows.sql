{{ config(alias='hiring_plan') }}
{{ quarantined_rows('hiring_plan', ref('int_hiring_plan__keyed'), 'plan_key') }}
