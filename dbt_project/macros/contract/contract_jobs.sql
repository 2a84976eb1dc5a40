{#- Entities of requisitions, seats and the lists of a source, as `contract_entity` has them. -#}
{% macro contract_jobs() %}
    {% do return({
        'requisitions': {
            'key': ['job_id'],
            'columns': {
                'job_id': ['string', 'The requisition (job) it belongs to.'],
                'requisition_id': ['string', "The company's own requisition number."],
                'hiring_manager_id': ['string', 'User id of the hiring manager.'],
                'recruiter_id': ['string', 'User id of the responsible recruiter.'],
                'title': ['string', 'Job title.'],
                'department': ['string', 'Department as the source names it.'],
                'office': ['string', 'First listed office.'],
                'country': ['string', 'Country of the office.'],
                'timezone': ['string', 'IANA time zone the source gives for the office.'],
                'status': ['string', 'State of the requisition.', ['draft', 'open', 'on_hold', 'closed', 'cancelled']],
                'day_columns': 'shared',
                'is_evergreen': ['boolean', 'Always open, no fixed number of seats (E7).'],
                'is_confidential': ['boolean', 'Confidential.'],
                'created_at': ['timestamp', 'Creation.'],
                'opened_at': ['timestamp', 'Opening.'],
                'closed_at': ['timestamp', 'Closing; null while open.'],
                'known_at': 'shared',
            },
        },
        'requisition_versions': {
            'key': ['job_id', 'valid_from'],
            'may_be_null': ['valid_from'],
            'columns': {
                'job_id': ['string', 'The requisition (job) it belongs to.'],
                'hiring_manager_id': ['string', 'User id of the hiring manager.'],
                'recruiter_id': ['string', 'User id of the responsible recruiter.'],
                'department': ['string', 'Department as the source names it.'],
                'office': ['string', 'First listed office.'],
                'country': ['string', 'Country of the office.'],
                'timezone': ['string', 'IANA time zone the source gives for the office.'],
                'valid_from': [
                    'timestamp', 'First observation of the version; null for the first version, valid ever since.',
                ],
                'valid_to': ['timestamp', 'First observation of the next version; null: now.'],
            },
        },
        'openings': {
            'key': ['opening_id'],
            'columns': {
                'opening_id': ['string', "The system's opening id."],
                'job_id': ['string', 'The requisition (job) it belongs to.'],
                'filled_application_id': ['string', 'Application that filled the seat.'],
                'status': ['string', 'State of the seat.', ['open', 'on_hold', 'filled', 'cancelled', 'closed']],
                'day_columns': 'shared',
                'target_fill_date': ['date', 'Day the seat should be filled by.'],
                'target_start_date': ['date', 'Day the new hire should start.'],
                'opened_at': ['timestamp', 'Opening of the seat.'],
                'closed_at': ['timestamp', 'Closing of the seat; null while open.'],
                'known_at': 'shared',
            },
        },
        'opening_intervals': {
            'key': ['opening_id', 'started_at'],
            'columns': {
                'opening_id': ['string', "The system's opening id."],
                'status': ['string', 'Status during the stay.', ['open', 'on_hold', 'closed']],
                'day_columns': 'shared',
                'started_at': ['timestamp', 'Start of the stay.'],
                'ended_at': ['timestamp', 'End of the stay; null: now.'],
            },
        },
        'opening_versions': {
            'key': ['opening_id', 'valid_from'],
            'may_be_null': ['valid_from'],
            'columns': {
                'opening_id': ['string', "The system's opening id."],
                'status': [
                    'string', 'State of the seat in that version.',
                    ['open', 'on_hold', 'filled', 'cancelled', 'closed'],
                ],
                'target_fill_date': ['date', 'Target date in that version.'],
                'valid_from': [
                    'timestamp', 'First observation of the version; null for the first version, valid ever since.',
                ],
                'valid_to': ['timestamp', 'First observation of the next version; null: now.'],
            },
        },
        'stages': {
            'key': ['stage_id'],
            'columns': {
                'stage_id': ['string', "The system's stage id."],
                'job_id': ['string', 'The job the stage belongs to; null where stages are shared.'],
                'stage_name': ['string', "The company's name of the stage."],
                'stage_order': ['bigint', 'Position in the process, ascending.'],
                'is_active': ['boolean', 'In use.'],
            },
        },
        'stage_names': {
            'key': ['stage_id', 'stage_name'],
            'columns': {
                'stage_id': ['string', "The system's stage id."],
                'stage_name': ['string', 'A name of the stage, the one it has now included.'],
                'last_seen_at': ['timestamp', 'Instant of the last load that logged the stage under this name.'],
            },
        },
        'sources': {
            'key': ['source_id'],
            'columns': {
                'source_id': ['string', "The system's source id."],
                'source_name': ['string', 'Label.'],
                'source_type': ['string', "The system's own grouping of labels."],
            },
        },
        'rejection_reasons': {
            'key': ['reason_id'],
            'columns': {
                'reason_id': ['string', "The system's reason id."],
                'reason_name': ['string', 'Label.'],
                'exit_kind': [
                    'string', 'Who ended it; null: the source does not say.', ['rejected', 'withdrew', 'req_closed'],
                ],
            },
        },
    }) %}
{% endmacro %}
