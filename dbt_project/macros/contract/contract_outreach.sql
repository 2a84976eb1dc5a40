{#- Entities of outreach and the CRM, as `contract_entity` has them. -#}
{% macro contract_outreach() %}
    {% do return({
        'enrollments': {
            'key': ['enrollment_id'],
            'columns': {
                'enrollment_id': ['string', "The system's enrolment id, or one made from its parts."],
                'record_type': [
                    'string', 'What the system keeps the record as.', ['candidate', 'prospect', 'employee'],
                ],
                'record_id': ['string', "The system's record id.", 'required'],
                'sequence_id': ['string', 'Sequence.'],
                'sourcer_id': ['string', 'User id of the sender.'],
                'job_id': ['string', 'Requisition the outreach is for.'],
                'sequence_name': ['string', 'Name of the sequence.'],
                'status': ['string', "The source's state."],
                'is_delivered': ['boolean', 'A message arrived; null: not said.'],
                'is_opened': ['boolean', 'A person opened one; null: not said.'],
                'is_clicked': ['boolean', 'A person clicked; null: not said.'],
                'is_interested': ['boolean', 'A reply was marked interested.'],
                'enrolled_at': ['timestamp', 'Enrolment.'],
                'first_sent_at': ['timestamp', 'First message out.'],
                'first_reply_at': ['timestamp', 'First human reply.'],
                'ended_at': ['timestamp', 'End of the sequence for this record.'],
                'known_at': 'shared',
            },
        },
        'touches': {
            'key': ['touch_id'],
            'columns': {
                'touch_id': ['string', "The system's touch id, or one made from its parts."],
                'enrollment_id': ['string', 'Enrolment it belongs to; null: none.'],
                'record_type': [
                    'string', 'What the system keeps the record as.', ['candidate', 'prospect', 'employee'],
                ],
                'record_id': ['string', "The system's record id."],
                'user_id': ['string', 'Who of us wrote, called or was answered; null: the system does not say.'],
                'touch_type': [
                    'string', 'What happened.', ['message', 'open', 'click', 'reply', 'call', 'meeting', 'event'],
                ],
                'direction': ['string', 'Seen from us.', ['outbound', 'inbound']],
                'is_machine': ['boolean', 'Made by a machine (scanner, auto-reply).'],
                'occurred_at': ['timestamp', 'When it happened.'],
                'known_at': 'shared',
            },
        },
        'crm_profiles': {
            'key': ['record_type', 'record_id'],
            'columns': {
                'record_type': [
                    'string', 'What the system keeps the record as.', ['candidate', 'prospect', 'employee'],
                ],
                'record_id': ['string', "The CRM's record id."],
                'ats_system': ['string', 'ATS the record is linked to.'],
                'ats_record_id': ['string', 'Candidate id there.'],
                'owner_id': ['string', 'User id of the owner in the CRM.'],
                'owner_email_key': ['string', "MD5 of the owner's e-mail."],
                'email_key': ['string', "MD5 of the person's primary e-mail."],
                'mapped_status': ['string', 'Canonical application status the CRM shows; null: it shows none.'],
                'updated_at': ['timestamp', 'Last change in the CRM.'],
            },
        },
    }) %}
{% endmacro %}
