{#- Columns that mean the same in every entity that has them, which says `shared` for them; all have `system`, first. -#}
{% macro contract_shared() %}
    {% do return({
        'system': ['string', "The source system's short name."],
        'day_columns': ['string', 'Names of the time columns that are a day without a time, comma-separated.'],
        'known_at': ['timestamp', 'First observation of the record, at or before the as-of clock.'],
    }) %}
{% endmacro %}
