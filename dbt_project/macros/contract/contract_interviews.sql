{#- Entities of interviews, scorecards and offers, as `contract_entity` has them. -#}
{% macro contract_interviews() %}
    {% do return({
        'interviews': {
            'key': ['interview_id'],
            'columns': {
                'interview_id': ['string', "The system's interview id."],
                'application_id': ['string', "The system's application id.", 'required'],
                'job_id': ['string', 'The requisition (job) it belongs to.'],
                'stage_id': ['string', 'Stage the interview belongs to.'],
                'organizer_id': ['string', 'User id of the organizer.'],
                'status': ['string', 'What became of it.', ['scheduled', 'completed', 'cancelled', 'no_show']],
                'day_columns': 'shared',
                'scheduled_at': ['timestamp', 'When it was put in the calendar.'],
                'starts_at': ['timestamp', 'Start.'],
                'ends_at': ['timestamp', 'End.'],
                'known_at': 'shared',
            },
        },
        'scorecards': {
            'key': ['scorecard_id'],
            'columns': {
                'scorecard_id': ['string', "The system's scorecard id."],
                'application_id': ['string', "The system's application id.", 'required'],
                'job_id': ['string', 'The requisition (job) it belongs to.'],
                'interview_id': ['string', 'Interview it judges; null: none linked.'],
                'interviewer_id': ['string', 'User id of the interviewer.'],
                'rating': ['bigint', '-2 (strong no) to 2 (strong yes); null: no decision.', [-2, -1, 0, 1, 2]],
                'submitted_at': ['timestamp', 'Submission; null: draft.'],
                'due_at': ['timestamp', 'When it should be in; null: the source knows no deadline.'],
                'created_at': ['timestamp', 'Creation.'],
                'known_at': 'shared',
            },
        },
        'offers': {
            'key': ['offer_id'],
            'columns': {
                'offer_id': ['string', "The system's id of this version."],
                'application_id': ['string', "The system's application id.", 'required'],
                'job_id': ['string', 'The requisition (job) it belongs to.'],
                'opening_id': ['string', 'Seat the offer is for.'],
                'status': [
                    'string', 'State of this version.', ['pending', 'accepted', 'declined', 'rescinded', 'expired'],
                ],
                'currency': ['string', 'ISO 4217.'],
                'day_columns': 'shared',
                'version': ['bigint', 'Version number, ascending.'],
                'base_pay_amount': ['money', 'Base pay a year.'],
                'is_approval_supported': ['boolean', 'The system records approvals.'],
                'start_date': ['date', 'Agreed first day.'],
                'created_at': ['timestamp', 'Creation of the version.'],
                'approved_at': ['timestamp', 'Last approval.'],
                'sent_at': ['timestamp', 'Sent to the candidate.'],
                'answered_at': ['timestamp', 'When it left pending, however.'],
                'expires_at': ['timestamp', 'Expiry.'],
                'known_at': 'shared',
            },
        },
    }) %}
{% endmacro %}
