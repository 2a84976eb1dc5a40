{{ config(enabled = 'filedrop' in var('systems'), materialized = 'table', schema = 'fairness') }}

{{ conform(observed(
    source('raw_filedrop', 'demographic_answers'), ['application_system', 'application_id', 'group_type']
)) }}
