{{ config(enabled = 'filedrop' in var('systems'), materialized = 'table') }}

{{ conform(observed(source('raw_filedrop', 'reviews'), ['review_id']), lacks={
    'A file names the requisition alone.': ['requisition_system'],
}) }}
