{{ config(**folded_by('application_key')) }}

-- An application is to be rebuilt when anything it depends on differs from before, or when the clock alone may have
-- changed it: it is active, waits for a scorecard, or has an event still to come. A full refresh marks only the latter,
-- because it builds all rows anyway; the next run needs the mark.
-- One that no record names any more stays here without a fingerprint, so that its rows are deleted everywhere.
with run_clock as (
    select * from {{ source('ops', 'run_clock') }}
),

named as (
    select * from {{ ref('int_applications__named') }}
),

groups as (
    select * from {{ ref('int_groups__fingerprinted') }}
),

present as (
    select
        named.application_key,
        named.system,
        named.application_id,
        groups.fingerprint,
        groups.may_change_by_clock,
        run_clock.as_of_at
    from named
    cross join run_clock
    inner join groups
        on named.person_or_application_key = groups.person_or_application_key
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
        {% if is_incremental() -%}
        present.as_of_at as rebuild_at
        {%- else -%}
        case when present.may_change_by_clock then present.as_of_at end as rebuild_at
        {%- endif %}
    from present
    {%- if is_incremental() %}
    left join before
        on present.application_key = before.application_key
    where present.may_change_by_clock or present.fingerprint is distinct from before.fingerprint
    union all
    select
        before.application_key,
        before.system,
        before.application_id,
        null as fingerprint,
        run_clock.as_of_at as rebuild_at
    from before
    cross join run_clock
    left join named
        on before.application_key = named.application_key
    where named.application_key is null and before.fingerprint is not null
    {%- endif %}
)

select * from final
