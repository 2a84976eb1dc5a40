{{ config(enabled = 'journal' in var('systems'), materialized = 'ephemeral') }}

{{ typed_empty('requisition_versions') }}
