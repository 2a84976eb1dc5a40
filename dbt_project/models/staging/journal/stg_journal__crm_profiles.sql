{{ config(enabled = 'journal' in var('systems'), materialized = 'ephemeral') }}

{{ typed_empty('crm_profiles') }}
