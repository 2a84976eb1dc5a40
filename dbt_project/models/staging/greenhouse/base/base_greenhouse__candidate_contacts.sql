{{ config(
    enabled = 'greenhouse' in var('systems'),
    schema = 'pii',
    materialized = fold_materialization(),
    incremental_strategy = 'delete+insert',
    unique_key = 'candidate_id',
) }}

with observations as (
    {{ completed_observations(source('raw_greenhouse', 'candidates')) }}
),

renamed as (
    select
        {{ text_id('id') }} as candidate_id,
        email_addresses,
        phone_numbers,
        website_addresses,
        social_media_addresses,
        updated_at,
        {{ observation_columns() }}
    from observations
),

final as (
    {{ latest_observations('renamed', ['candidate_id']) }}
)

select * from final
