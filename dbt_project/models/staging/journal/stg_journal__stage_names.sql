{{ config(enabled = 'journal' in var('systems'), materialized = 'ephemeral') }}

{{ typed_empty('stage_names') }}
