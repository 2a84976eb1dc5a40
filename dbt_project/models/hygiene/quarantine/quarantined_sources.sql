{{ config(alias='source') }}
{{ quarantined_rows('source', ref('int_sources__mapped'), 'source_key') }}
