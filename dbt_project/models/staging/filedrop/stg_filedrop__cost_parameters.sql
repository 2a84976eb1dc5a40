{{ config(enabled = 'filedrop' in var('systems'), materialized = 'table') }}

{{ conform(observed(source('raw_filedrop', 'cost_parameters'), ['parameter_set', 'function', 'valid_from_date'])) }}
