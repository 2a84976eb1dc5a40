{#- What every system delivers: requisitions, seats and the lists of a source. `contract` adds `system`. -#}
{% macro contract_jobs() %}
    {% do return({
        'requisitions': {
            'job_id': 'string', 'requisition_id': 'string', 'hiring_manager_id': 'string',
            'recruiter_id': 'string', 'title': 'string', 'department': 'string', 'office': 'string',
            'country': 'string', 'timezone': 'string', 'status': 'string', 'day_columns': 'string',
            'is_evergreen': 'boolean', 'is_confidential': 'boolean', 'created_at': 'timestamp',
            'opened_at': 'timestamp', 'closed_at': 'timestamp', 'known_at': 'timestamp',
        },
        'requisition_versions': {
            'job_id': 'string', 'hiring_manager_id': 'string', 'recruiter_id': 'string', 'department': 'string',
            'office': 'string', 'country': 'string', 'timezone': 'string', 'valid_from': 'timestamp',
            'valid_to': 'timestamp',
        },
        'openings': {
            'opening_id': 'string', 'job_id': 'string', 'filled_application_id': 'string', 'status': 'string',
            'day_columns': 'string', 'target_fill_date': 'date', 'target_start_date': 'date',
            'opened_at': 'timestamp', 'closed_at': 'timestamp', 'known_at': 'timestamp',
        },
        'opening_intervals': {
            'opening_id': 'string', 'status': 'string', 'day_columns': 'string', 'started_at': 'timestamp',
            'ended_at': 'timestamp',
        },
        'opening_versions': {
            'opening_id': 'string', 'status': 'string', 'target_fill_date': 'date', 'valid_from': 'timestamp',
            'valid_to': 'timestamp',
        },
        'stages': {
            'stage_id': 'string', 'job_id': 'string', 'stage_name': 'string', 'stage_order': 'bigint',
            'is_active': 'boolean',
        },
        'stage_names': {
            'stage_id': 'string', 'stage_name': 'string', 'last_seen_at': 'timestamp',
        },
        'sources': {
            'source_id': 'string', 'source_name': 'string', 'source_type': 'string',
        },
        'rejection_reasons': {
            'reason_id': 'string', 'reason_name': 'string', 'exit_kind': 'string',
        },
    }) %}
{% endmacro %}
