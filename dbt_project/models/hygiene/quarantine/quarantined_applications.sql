{{ config(alias='application') }}
{{ quarantined_rows('application', ref('int_applications__enriched'), 'application_key') }}
