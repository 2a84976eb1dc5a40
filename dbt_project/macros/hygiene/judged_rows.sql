{#- The last step of every rule: names the rule, honours exceptions, marks legacy rows, drops the detail of clean rows.
    A row that lacks what it would be judged by fails and says so: it is no reason to judge nothing at all.
    A row without an id has nothing to be found by: KEY-01 counts it with its table.
    Expects a step `evaluated` in the model with the columns read below. -#}
{% macro judged_rows(rule_id, judged_by='a value it is judged by', seed_line=none, named_rows='1', escalates=false) %}
    {%- set go_live_date = var('hygiene')['go_live_date'] -%}
    select
        '{{ rule_id }}' as rule_id,
        evaluated.entity_type, evaluated.entity_id, evaluated.entity_key, evaluated.application_key,
        evaluated.requisition_key, evaluated.system, evaluated.function, evaluated.owner_key, evaluated.recruiter_key,
        case
            when evaluated.is_failed is null then 'Could not be judged: {{ judged_by }} is missing'
            when evaluated.is_failed then evaluated.detail
        end as detail,
        {{ 'case when evaluated.is_failed then ' ~ seed_line ~ ' end' if seed_line else 'cast(null as ' ~ type_of('string') ~ ')' }}
            as seed_line,
        cast({{ named_rows }} as bigint) as named_rows,
        coalesce(evaluated.is_failed, true) and rule_exceptions.entity_id is null as is_failed,
        {{ 'coalesce(evaluated.is_escalated, false) and rule_exceptions.entity_id is null' if escalates else 'false' }}
            as is_escalated,
        {% if go_live_date -%}
        coalesce(evaluated.is_failed, true)
        and coalesce(evaluated.known_at < cast('{{ go_live_date }}' as {{ type_of('timestamp') }}), false)
        {%- else -%} false {%- endif %} as is_legacy,
        evaluated.since_at
    from evaluated
    left join (
        select distinct exceptions.entity_id
        from {{ ref('rule_exceptions') }} as exceptions
        cross join {{ source('ops', 'run_clock') }} as clock
        where exceptions.rule_id = '{{ rule_id }}' and exceptions.valid_until_date >= clock.as_of_date
    ) as rule_exceptions on evaluated.entity_id = rule_exceptions.entity_id
    where evaluated.entity_id is not null
{% endmacro %}
