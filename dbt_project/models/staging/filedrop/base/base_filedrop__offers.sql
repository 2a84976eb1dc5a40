{{ config(enabled = 'filedrop' in var('systems'), materialized = 'table') }}

-- Rebuilt each time: files are small, and parts of their keys may be empty.

with observations as (
    {{ completed_observations(source('raw_filedrop', 'offers')) }}
),

renamed as (
    select
        offer_id,
        application_id,
        job_id,
        opening_id,
        status,
        currency,
        day_columns,
        version,
        base_pay_amount,
        start_date,
        created_at,
        approved_at,
        sent_at,
        answered_at,
        expires_at,
        {{ observation_columns() }}
    from observations
),

final as (
    {{ latest_observations('renamed', ['offer_id'], tie_breaker=none) }}
)

select * from final
