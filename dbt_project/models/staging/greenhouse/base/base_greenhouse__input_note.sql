{{ config(enabled = 'greenhouse' in var('systems'), materialized = 'table') }}

{{ newest_notes(source('raw_greenhouse', 'input_note'), 'greenhouse') }}
