{#-
    A select block: the raw rows of completed loads at or before the clock; when folding, only loads not folded yet.
    Loads of a system complete in the order of their instants, so anything older than the newest folded instant is in;
    at that very instant (a crashed run done again) the load's id decides.
-#}
{% macro completed_observations(source_relation) -%}
select observations.*
from {{ source_relation }} as observations
where observations._dlt_load_id in (
    select loads.load_id
    from {{ source('ops', 'load') }} as loads
    where loads.system = '{{ source_relation.schema | replace("raw_", "") }}'
    {%- if is_incremental() %}
        and loads.observed_at >= (
            select coalesce(max(folded.observed_at), timestamp '1900-01-01 00:00:00') from {{ this }} as folded
        )
        and loads.load_id not in (select distinct folded.load_id from {{ this }} as folded)
    {%- endif %}
)
{%- endmacro %}
