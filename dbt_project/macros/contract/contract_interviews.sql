{#- Columns and portable types every system delivers: interviews, scorecards and offers. `contract` adds `system`. -#}
{% macro contract_interviews() %}
    {% do return({
        'interviews': {
            'interview_id': 'string', 'application_id': 'string', 'job_id': 'string', 'stage_id': 'string',
            'organizer_id': 'string', 'status': 'string', 'day_columns': 'string', 'scheduled_at': 'timestamp',
            'starts_at': 'timestamp', 'ends_at': 'timestamp', 'known_at': 'timestamp',
        },
        'scorecards': {
            'scorecard_id': 'string', 'application_id': 'string', 'job_id': 'string', 'interview_id': 'string',
            'interviewer_id': 'string', 'rating': 'bigint', 'submitted_at': 'timestamp', 'due_at': 'timestamp',
            'created_at': 'timestamp', 'known_at': 'timestamp',
        },
        'offers': {
            'offer_id': 'string', 'application_id': 'string', 'job_id': 'string', 'opening_id': 'string',
            'status': 'string', 'currency': 'string', 'day_columns': 'string', 'version': 'bigint',
            'base_pay_amount': 'money', 'is_approval_supported': 'boolean', 'start_date': 'date',
            'created_at': 'timestamp', 'approved_at': 'timestamp', 'sent_at': 'timestamp',
            'answered_at': 'timestamp', 'expires_at': 'timestamp', 'known_at': 'timestamp',
        },
    }) %}
{% endmacro %}
