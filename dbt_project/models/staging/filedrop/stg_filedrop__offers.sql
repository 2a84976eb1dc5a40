{{ config(enabled = 'filedrop' in var('systems'), materialized = 'table') }}

with final as (
    select
        offer_id,
        application_id,
        job_id,
        opening_id,
        status,
        upper(trim(currency)) as currency,
        day_columns,
        version,
        base_pay_amount,
        start_date,
        created_at,
        approved_at,
        sent_at,
        answered_at,
        expires_at,
        known_at
    from {{ observed(source('raw_filedrop', 'offers'), ['offer_id']) }}
)

{{ conform('final', lacks={
    'Files do not say whether the system behind them approves offers at all.': ['is_approval_supported'],
}) }}
