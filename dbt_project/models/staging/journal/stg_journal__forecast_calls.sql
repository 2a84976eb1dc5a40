{{ config(enabled = 'journal' in var('systems'), materialized = 'ephemeral') }}

{{ conform(observed(source('raw_journal', 'forecast_calls'), ['call_id'])) }}
