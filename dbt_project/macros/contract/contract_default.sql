{#- The rows of an entity for a system that has no model of it: what follows from its log or from other entities that it
    delivers. Empty text where nothing follows. -#}
{% macro contract_default(entity, system) -%}
{%- set source_of = {'opening_versions': 'openings', 'opening_intervals': 'openings',
    'requisition_versions': 'requisitions', 'application_versions': 'applications'}.get(entity) -%}
{%- if entity == 'input_notes' -%}
(select '{{ system }}' as system, notes.* from ({{ newest_notes(source('raw_' ~ system, 'input_note'), system) }}) as notes)
{%- elif entity == 'reconciliations' -%}
(
    select '{{ system }}' as system, entity, source_rows, log_rows as warehouse_rows, source_newest_at, checked_at
    from {{ observed(source('raw_' ~ system, 'reconciliation'), ['entity'], 'checked_at') }}
)
{%- elif source_of in var('delivered').get(system, []) -%}
{%- set relation = ref('stg_' ~ system ~ '__' ~ source_of) -%}
{%- if entity == 'opening_intervals' -%}
({{ intervals_of_openings(relation) }})
{%- elif entity == 'application_versions' -%}
(
    select *, current_stage_id as stage_id, known_at as valid_from, null as valid_to
    from {{ relation }}
    where status <> 'transferred'
)
{%- else -%}
(select *, null as valid_from, null as valid_to from {{ relation }})
{%- endif -%}
{%- endif -%}
{%- endmacro %}
