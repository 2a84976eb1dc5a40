{{ config(
    enabled = 'greenhouse' in var('systems'),
    materialized = fold_materialization(),
    incremental_strategy = 'delete+insert',
    unique_key = 'offer_id',
) }}

with observations as (
    {{ completed_observations(source('raw_greenhouse', 'offers')) }}
),

renamed as (
    select
        {{ text_id('id') }} as offer_id,
        {{ text_id('application_id') }} as application_id,
        {{ text_id('job_id') }} as job_id,
        {{ text_id('opening_id') }} as opening_id,
        status,
        upper({{ json_text('custom_fields', var('greenhouse_fields')['base_salary'] ~ '.value.unit') }}) as currency,
        version,
        cast(
            {{ json_text('custom_fields', var('greenhouse_fields')['base_salary'] ~ '.value.amount') }}
            as {{ type_of('money') }}
        ) as base_pay_amount,
        sent_on,
        starts_on as start_date,
        cast({{ json_text('custom_fields', var('greenhouse_fields')['expires_on'] ~ '.value') }} as date) as expires_on,
        resolved_at,
        created_at,
        updated_at,
        {{ observation_columns() }}
    from observations
),

final as (
    {{ latest_observations('renamed', ['offer_id']) }}
)

select * from final
