{{ config(enabled = 'gem' in var('systems'), materialized = 'view', schema = 'pii') }}

with contacts as (
    select * from {{ live('base_gem__candidate_contacts') }}
),

emails as (
    {{ unnest_json_array('contacts', ['candidate_id'], 'emails') }}
),

final as (
    select
        candidate_id,
        md5({{ normalised_email(json_text('element', 'email_address')) }}) as email_key
    from emails
    where {{ normalised_email(json_text('element', 'email_address')) }} is not null
    qualify row_number() over (
        partition by candidate_id
        order by
            case when {{ json_text('element', 'is_primary') }} = 'true' then 0 else 1 end,
            {{ json_text('element', 'email_address') }}
    ) = 1
)

select * from final
