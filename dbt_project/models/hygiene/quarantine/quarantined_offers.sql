{{ config(alias='offer') }}
{{ quarantined_rows('offer', ref('int_offers__latest'), 'offer_key') }}
