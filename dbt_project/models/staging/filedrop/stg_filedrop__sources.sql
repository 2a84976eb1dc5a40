{{ config(enabled = 'filedrop' in var('systems')) }}

with rows_of_files as (
    select * from {{ live('base_filedrop__applications') }}
),

final as (
    select
        coalesce(source_id, {{ name_key('source_name') }}) as source_id,
        max(source_name) as source_name
    from rows_of_files
    where source_id is not null or source_name is not null
    group by coalesce(source_id, {{ name_key('source_name') }})
)

{{ conform('final', lacks={
    'A file names the source only.': ['source_type'],
}) }}
