{{ config(enabled = 'filedrop' in var('systems'), materialized = 'table') }}

{{ conform(observed(source('raw_filedrop', 'openings'), ['opening_id'])) }}
