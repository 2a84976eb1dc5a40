{{ config(enabled = 'journal' in var('systems'), materialized = 'ephemeral') }}

{{ conform(observed(source('raw_journal', 'reviews'), ['review_id'])) }}
