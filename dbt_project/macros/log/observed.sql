{#- The records of a raw table that still exist at the source, each as observed last, with the raw columns, those of
    `observation_columns`, and `known_at`, the first observation ever. For lists that stay small: what grows is folded
    by a base model. Not by `qualify`, which fails on Spark where a statement reads a table twice. -#}
{% macro observed(source_relation, key_columns, tie_breaker=none) -%}
{%- set keys = key_columns | join(', ') -%}
(
    select *
    from (
        select
            named.*,
            min(observed_at) over (partition by {{ keys }}) as known_at,
            row_number() over (partition by {{ keys }} order by {{ newest_first('named', tie_breaker) }}) as recency
        from (
            select observations.*, {{ observation_columns() }}
            from ({{ completed_observations(source_relation) }}) as observations
        ) as named
    ) as ranked
    where recency = 1 and not is_deleted
)
{%- endmacro %}
