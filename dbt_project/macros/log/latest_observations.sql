{#-
    The select block every base model ends in: of its renamed observations the latest per key, with `known_at`, the
    first observation ever. Deleted records stay as rows with is_deleted, so that a later sighting keeps known_at and
    the folded state says which loads are in; readers go through `live`. Doubles of one load: the tie breaker decides.
-#}
{% macro latest_observations(relation, key_columns, tie_breaker='updated_at') -%}
{%- set keys = relation ~ '.' ~ key_columns | join(', ' ~ relation ~ '.') -%}
select
    {{ relation }}.*,
    {% if is_incremental() %}coalesce(folded.known_at, min({{ relation }}.observed_at) over (partition by {{ keys }}))
    {%- else %}min({{ relation }}.observed_at) over (partition by {{ keys }}){% endif %} as known_at
from {{ relation }}
{%- if is_incremental() %}
left join {{ this }} as folded
    on {% for key in key_columns %}{{ relation }}.{{ key }} = folded.{{ key }}{{ ' and ' if not loop.last }}{% endfor %}
where
    folded.observed_at is null
    or folded.observed_at < {{ relation }}.observed_at
    or (folded.observed_at = {{ relation }}.observed_at and folded.load_id <= {{ relation }}.load_id)
{%- endif %}
qualify row_number() over (
    partition by {{ keys }} order by {{ newest_first(relation, tie_breaker) }}
) = 1
{%- endmacro %}
