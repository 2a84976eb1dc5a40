{#- Columns of int_applications__changed for the applications that changed since this model's phase was last finished: a
    phase that was killed or blocked leaves its applications to the next run. -#}
{% macro keys_to_rebuild(columns='application_key') -%}
    select {{ columns }}
    from {{ ref('int_applications__changed') }}
    where rebuild_at >= (
        select coalesce(max(as_of_at), timestamp '1900-01-01 00:00:00')
        from {{ source('ops', 'finished_build') }}
        where phase = '{{ "phase1" if "phase1" in model.tags else "phase2" }}'
    )
{%- endmacro %}
