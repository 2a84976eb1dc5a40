{#- Entities of people and their records, as `contract_entity` has them. -#}
{% macro contract_people() %}
    {% do return({
        'person_records': {
            'key': ['record_type', 'record_id'],
            'columns': {
                'record_type': [
                    'string', 'What the system keeps the record as.', ['candidate', 'prospect', 'employee'],
                ],
                'record_id': ['string', "The system's record id."],
                'day_columns': 'shared',
                'is_anonymised': ['boolean', 'Personal fields were emptied at the source; the record stays.'],
                'is_internal_user': ['boolean', 'The record is linked to one of our own users.'],
                'do_not_contact': ['boolean', 'The source says this person must not be contacted.'],
                'consent_until_date': ['date', 'Consent ends on this day; null: none needed or not said.'],
                'retain_until_date': ['date', 'The record must be anonymised after this day; null: not said.'],
                'created_at': ['timestamp', 'Creation of the record at the source.'],
                'known_at': 'shared',
            },
        },
        'person_identifiers': {
            'key': ['record_type', 'record_id', 'identifier_type', 'identifier_value'],
            'columns': {
                'record_type': [
                    'string', 'What the system keeps the record as.', ['candidate', 'prospect', 'employee'],
                ],
                'record_id': ['string', "The system's record id."],
                'identifier_type': ['string', 'What the value is.', ['record', 'email', 'phone', 'profile_url']],
                'identifier_value': [
                    'string',
                    'Normalised: lower-case trimmed e-mail, digits of a phone, bare lower-case address; of a record '
                    '<system>:<record_type>:<record_id>.',
                ],
            },
        },
        'users': {
            'key': ['user_id'],
            'columns': {
                'user_id': ['string', "The system's user id."],
                'team': ['string', 'Team or department the system files the user under.'],
                'email_key': ['string', 'MD5 of the lower-case trimmed e-mail; null without one.'],
                'is_active': ['boolean', 'May still log in.'],
                'known_at': 'shared',
            },
        },
        'employees': {
            'key': ['employee_id'],
            'columns': {
                'employee_id': ['string', "The HR system's employee id."],
                'record_id': ['string', 'Its record id in person_records.'],
                'quality_performance': ['double', 'First performance rating, scaled 0 to 100.'],
                'quality_survey': ['double', 'Hiring manager survey, scaled 0 to 100.'],
                'is_active': ['boolean', 'Employed at the as-of date.'],
                'start_date': ['date', 'First day of work.'],
                'left_date': ['date', 'Last day of work; null while employed.'],
                'known_at': 'shared',
            },
        },
        'demographic_answers': {
            'key': ['application_system', 'application_id', 'group_type'],
            'columns': {
                'application_system': ['string', 'Short name of the system the application is in.'],
                'application_id': ['string', 'Id of the application there.'],
                'group_type': ['string', 'What was asked, e.g. gender.'],
                'group_name': ['string', 'The answer; null where the person declined.'],
                'known_at': 'shared',
            },
        },
    }) %}
{% endmacro %}
