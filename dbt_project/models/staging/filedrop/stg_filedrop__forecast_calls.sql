{{ config(enabled = 'filedrop' in var('systems'), materialized = 'ephemeral') }}

{{ typed_empty('forecast_calls') }}
