{#- Monday to Friday between two dates, start counted, end not, less holidays (a count the caller joins). -#}
{% macro business_days(from_date, to_date, holidays='0') -%}
    (
        {{ weekdays_since_epoch(to_date) }} - {{ weekdays_since_epoch(from_date) }} - ({{ holidays }})
    )
{%- endmacro %}
