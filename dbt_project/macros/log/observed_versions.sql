{#-
    The select block a version history ends in: of its renamed observations those that differ from the one before, by
    `version_hash`. When folding, the versions of the changed records are taken up again, so the result is that of a
    full rebuild. Two versions of one instant (a crashed run done again) both stay; their order is that of the loads.
-#}
{% macro observed_versions(relation, key_columns, tie_breaker='updated_at') -%}
{%- set keys = key_columns | join(', ') -%}
select *
from (
    select *
    from (
        select * from {{ relation }}
        {%- if is_incremental() %}
        union all
        select folded.*
        from {{ this }} as folded
        where {{ surrogate_key(key_columns) }} in (select {{ surrogate_key(key_columns) }} from {{ relation }})
        {%- endif %}
    ) as observed
    qualify row_number() over (
        partition by {{ keys }}, observed_at, load_id order by {{ newest_first('observed', tie_breaker) }}
    ) = 1
) as observation
qualify version_hash is distinct from lag(version_hash) over (
    partition by {{ keys }} order by observed_at, load_id
)
{%- endmacro %}
