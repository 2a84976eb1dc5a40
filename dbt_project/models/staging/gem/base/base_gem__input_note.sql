{{ config(enabled = 'gem' in var('systems'), materialized = 'table') }}

{{ newest_notes(source('raw_gem', 'input_note'), 'gem') }}
