{{ config(alias='scorecard') }}
{{ quarantined_rows('scorecard', ref('int_scorecards__keyed'), 'scorecard_key') }}
