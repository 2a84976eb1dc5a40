{{ config(alias='source_spend') }}
{{ quarantined_rows('source_spend', ref('int_source_spend__converted'), 'spend_key') }}
