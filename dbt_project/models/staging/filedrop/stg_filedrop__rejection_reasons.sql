{{ config(enabled = 'filedrop' in var('systems')) }}

with rows_of_files as (
    select * from {{ live('base_filedrop__applications') }}
),

final as (
    select
        coalesce(reason_id, {{ name_key('reason_name') }}) as reason_id,
        max(reason_name) as reason_name
    from rows_of_files
    where reason_id is not null or reason_name is not null
    group by coalesce(reason_id, {{ name_key('reason_name') }})
)

{{ conform('final', lacks={
    'A file names the reason; its exit_kind is in the application.': ['exit_kind'],
}) }}
