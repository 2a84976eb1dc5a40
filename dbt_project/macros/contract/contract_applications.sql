{#- What every system delivers: applications and their way through the stages. `contract` adds `system`. -#}
{% macro contract_applications() %}
    {% do return({
        'applications': {
            'application_id': 'string', 'job_id': 'string', 'candidate_id': 'string', 'reason_id': 'string',
            'source_id': 'string', 'recruiter_id': 'string', 'coordinator_id': 'string',
            'current_stage_id': 'string', 'transferred_from_job_id': 'string', 'status': 'string',
            'exit_kind': 'string', 'day_columns': 'string', 'is_agency': 'boolean', 'applied_at': 'timestamp',
            'ended_at': 'timestamp', 'hired_at': 'timestamp', 'last_activity_at': 'timestamp',
            'known_at': 'timestamp',
        },
        'application_versions': {
            'application_id': 'string', 'job_id': 'string', 'stage_id': 'string', 'status': 'string',
            'valid_from': 'timestamp', 'valid_to': 'timestamp',
        },
        'stage_stays': {
            'stay_id': 'string', 'application_id': 'string', 'job_id': 'string', 'stage_id': 'string',
            'moved_by_id': 'string', 'day_columns': 'string', 'is_current': 'boolean', 'entered_at': 'timestamp',
            'exited_at': 'timestamp', 'known_at': 'timestamp',
        },
        'application_gaps': {
            'application_id': 'string', 'job_id': 'string', 'started_at': 'timestamp', 'ended_at': 'timestamp',
        },
    }) %}
{% endmacro %}
