{{ config(enabled = 'journal' in var('systems'), materialized = 'table') }}

{{ newest_notes(source('raw_journal', 'input_note'), 'journal') }}
