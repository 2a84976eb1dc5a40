{{ config(enabled = 'gem' in var('systems'), materialized = 'ephemeral') }}

{{ typed_empty('stage_names') }}
