{{ config(enabled = 'filedrop' in var('systems')) }}

-- Whether the system behind the files approves offers at all, they do not say.

with rows_of_files as (
    select * from {{ live('base_filedrop__offers') }}
),

final as (
    select
        'filedrop' as system,
        offer_id,
        application_id,
        job_id,
        opening_id,
        status,
        upper(trim(currency)) as currency,
        day_columns,
        version,
        base_pay_amount,
        cast(null as {{ type_of('boolean') }}) as is_approval_supported,
        start_date,
        created_at,
        approved_at,
        sent_at,
        answered_at,
        expires_at,
        known_at
    from rows_of_files
)

select * from final
