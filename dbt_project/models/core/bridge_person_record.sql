with records as (
    select * from {{ ref('int_persons__resolved') }}
),

final as (
    select
        person_key,
        system,
        record_id,
        record_type,
        match_rule,
        match_probability
    from records
)

select * from final
