{#- Whether three stays in a row were entered in three stages inside the back-fill window. -#}
{% macro entered_in_bulk(first_entered_at, last_entered_at, first_stage, middle_stage, last_stage) -%}
(
    {{ last_entered_at }} <= {{ add_minutes(first_entered_at, var('backfill_window_minutes')) }}
    and {{ first_stage }} <> {{ middle_stage }}
    and {{ middle_stage }} <> {{ last_stage }}
    and {{ first_stage }} <> {{ last_stage }}
)
{%- endmacro %}
