{{ config(enabled = 'filedrop' in var('systems'), materialized = 'table') }}

{{ newest_notes(source('raw_filedrop', 'input_note'), 'filedrop') }}
