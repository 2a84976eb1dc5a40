{{ config(
    materialized = fold_materialization(),
    incremental_strategy = 'delete+insert',
    unique_key = 'application_key',
) }}

-- An application is touched by a run that finds anything it depends on to be other than before, or that may find the
-- clock to have made a difference since: it is active, waits for a scorecard, or has an event still to come. A rebuild
-- touches those only, as everything is built anew there; the next run takes them up again.
-- One that is gone stays here with no fingerprint, so that its rows go wherever they are.
with run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

places as (
    select * from {{ ref('int_places__grouped') }}
),

groups as (
    select * from {{ ref('int_groups__fingerprinted') }}
),

present as (
    select
        places.application_key,
        places.system,
        places.application_id,
        groups.fingerprint,
        groups.is_alive,
        run_clock.as_of_at
    from places
    cross join run_clock
    inner join groups
        on places.group_key = groups.group_key
),

{% if is_incremental() -%}
before as (
    select * from {{ this }}
),

{% endif -%}
final as (
    select
        present.application_key,
        present.system,
        present.application_id,
        present.fingerprint,
        {{ 'present.as_of_at' if is_incremental() else 'case when present.is_alive then present.as_of_at end' }}
            as touched_at
    from present
    {%- if is_incremental() %}
    left join before
        on present.application_key = before.application_key
    where present.is_alive or present.fingerprint is distinct from before.fingerprint
    union all
    select
        before.application_key,
        before.system,
        before.application_id,
        null as fingerprint,
        run_clock.as_of_at as touched_at
    from before
    cross join run_clock
    left join places
        on before.application_key = places.application_key
    where places.application_key is null and before.fingerprint is not null
    {%- endif %}
)

select * from final
