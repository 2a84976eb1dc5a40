{#- Columns and portable types every system delivers: people and their records. `contract` adds `system`. -#}
{% macro contract_people() %}
    {% do return({
        'person_records': {
            'record_type': 'string', 'record_id': 'string', 'day_columns': 'string', 'is_anonymised': 'boolean',
            'is_internal_user': 'boolean', 'do_not_contact': 'boolean', 'consent_until_date': 'date',
            'retain_until_date': 'date', 'created_at': 'timestamp', 'known_at': 'timestamp',
        },
        'person_identifiers': {
            'record_type': 'string', 'record_id': 'string', 'identifier_type': 'string',
            'identifier_value': 'string',
        },
        'users': {
            'user_id': 'string', 'team': 'string', 'email_key': 'string', 'is_active': 'boolean',
            'known_at': 'timestamp',
        },
        'employees': {
            'employee_id': 'string', 'record_id': 'string', 'quality_performance': 'double',
            'quality_survey': 'double', 'is_active': 'boolean', 'start_date': 'date', 'left_date': 'date',
            'known_at': 'timestamp',
        },
        'demographic_answers': {
            'application_system': 'string', 'application_id': 'string', 'group_type': 'string',
            'group_name': 'string', 'known_at': 'timestamp',
        },
    }) %}
{% endmacro %}
