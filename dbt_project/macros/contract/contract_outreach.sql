{#- Columns and portable types every system delivers: outreach and the CRM. `contract` adds `system`. -#}
{% macro contract_outreach() %}
    {% do return({
        'enrollments': {
            'enrollment_id': 'string', 'record_type': 'string', 'record_id': 'string', 'sequence_id': 'string',
            'sourcer_id': 'string', 'job_id': 'string', 'sequence_name': 'string', 'status': 'string',
            'is_delivered': 'boolean', 'is_opened': 'boolean', 'is_clicked': 'boolean', 'is_interested': 'boolean',
            'enrolled_at': 'timestamp', 'first_sent_at': 'timestamp', 'first_reply_at': 'timestamp',
            'ended_at': 'timestamp', 'known_at': 'timestamp',
        },
        'touches': {
            'touch_id': 'string', 'enrollment_id': 'string', 'record_type': 'string', 'record_id': 'string',
            'user_id': 'string', 'touch_type': 'string', 'direction': 'string', 'is_machine': 'boolean', 'occurred_at': 'timestamp',
            'known_at': 'timestamp',
        },
        'crm_profiles': {
            'record_type': 'string', 'record_id': 'string', 'ats_system': 'string', 'ats_record_id': 'string',
            'owner_id': 'string', 'owner_email_key': 'string', 'email_key': 'string', 'mapped_status': 'string',
            'updated_at': 'timestamp',
        },
    }) %}
{% endmacro %}
