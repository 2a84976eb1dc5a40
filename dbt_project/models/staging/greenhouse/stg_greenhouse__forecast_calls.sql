{{ config(enabled = 'greenhouse' in var('systems'), materialized = 'ephemeral') }}

{{ typed_empty('forecast_calls') }}
