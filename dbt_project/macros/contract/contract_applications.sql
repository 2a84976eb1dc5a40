{#- Entities of applications and their way through the stages, as `contract_entity` has them. -#}
{% macro contract_applications() %}
    {% do return({
        'applications': {
            'key': ['application_id', 'job_id'],
            'columns': {
                'application_id': ['string', "The system's application id."],
                'job_id': ['string', 'The requisition (job) it belongs to.'],
                'candidate_id': ['string', 'Record id of the candidate.'],
                'reason_id': ['string', 'Rejection reason.'],
                'source_id': ['string', 'Source label.'],
                'recruiter_id': ['string', 'User id of the recruiter.'],
                'coordinator_id': ['string', 'User id of the coordinator.'],
                'current_stage_id': ['string', "The source's current stage."],
                'transferred_from_job_id': [
                    'string', 'Job this consideration was moved from (E5), same application_id.',
                ],
                'status': [
                    'string', "The source's state of the consideration.",
                    ['active', 'rejected', 'hired', 'transferred'],
                ],
                'exit_kind': [
                    'string', 'Who ended it; null: open, hired, transferred or not said.',
                    ['rejected', 'withdrew', 'req_closed'],
                ],
                'day_columns': 'shared',
                'is_agency': ['boolean', 'Came through an agency.'],
                'applied_at': ['timestamp', 'Application, or the move for a consideration made by a transfer.'],
                'ended_at': ['timestamp', 'Rejection, withdrawal or transfer.'],
                'hired_at': ['timestamp', 'Acceptance of the offer.'],
                'last_activity_at': ['timestamp', 'Last activity the source knows of.'],
                'known_at': 'shared',
            },
        },
        'application_versions': {
            'key': ['application_id', 'valid_from'],
            'columns': {
                'application_id': ['string', "The system's application id."],
                'job_id': ['string', 'The requisition (job) it belongs to.'],
                'stage_id': ['string', 'Current stage in that version.'],
                'status': ['string', 'State in that version.', ['active', 'rejected', 'hired', 'transferred']],
                'valid_from': ['timestamp', 'First observation of the version.'],
                'valid_to': ['timestamp', 'First observation of the next version, or of the deletion; null: now.'],
            },
        },
        'stage_stays': {
            'key': ['stay_id'],
            'columns': {
                'stay_id': ['string', "The system's id of the stay, or one made from its parts."],
                'application_id': ['string', "The system's application id.", 'required'],
                'job_id': ['string', 'The requisition (job) it belongs to.'],
                'stage_id': ['string', 'Stage of the stay.'],
                'moved_by_id': ['string', 'User who moved the application on; null: not said.'],
                'day_columns': 'shared',
                'is_current': ['boolean', 'The application is in this stay.'],
                'entered_at': ['timestamp', 'Entry; null: back-filled by the source.'],
                'exited_at': ['timestamp', 'Exit; null while it lasts.'],
                'known_at': 'shared',
            },
        },
        'application_gaps': {
            'key': ['application_id', 'started_at'],
            'columns': {
                'application_id': ['string', "The system's application id."],
                'job_id': ['string', 'The requisition (job) it belongs to.'],
                'started_at': ['timestamp', 'Rejection.'],
                'ended_at': ['timestamp', 'Un-rejection.'],
            },
        },
    }) %}
{% endmacro %}
