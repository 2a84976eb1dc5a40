{#- Entities of plans, money, calendars and checks, as `contract_entity` has them. -#}
{% macro contract_plans() %}
    {% do return({
        'hiring_plan': {
            'key': ['function', 'quarter_start_date', 'plan_version'],
            'columns': {
                'function': ['string', 'Function.'],
                'plan_version': ['string', 'Version label.'],
                'day_columns': 'shared',
                'plan_seats': ['bigint', 'Seats to fill.'],
                'quarter_start_date': ['date', 'First day of the quarter.'],
                'planned_at': ['timestamp', 'When the version was set.'],
                'known_at': 'shared',
            },
        },
        'source_spend': {
            'columns': {
                'cost_side': ['string', 'Paid outside or inside.', ['external', 'internal']],
                'source_name': ['string', 'Source label; null: of a channel or of all.'],
                'channel': ['string', 'Canonical channel; null: of a source label or of all.'],
                'function': ['string', 'Function; null: company-wide.'],
                'currency': ['string', 'ISO 4217.'],
                'spend_amount': ['money', 'Cost of the month.'],
                'month_start_date': ['date', 'First day of the month.', 'required'],
            },
        },
        'cost_parameters': {
            'key': ['parameter_set', 'function', 'valid_from_date'],
            'may_be_null': ['function'],
            'columns': {
                'parameter_set': ['string', 'Name of the set.'],
                'function': ['string', 'Function; null: all others.'],
                'vacancy_multiplier': ['double', 'Worth of a seat as a multiple of pay.'],
                'pay_load': ['double', 'Total cost of pay as a multiple of pay.'],
                'value_multiplier': ['double', 'Value of a hire as a multiple of pay.'],
                'working_days': ['bigint', 'Working days a year.'],
                'annual_pay_amount': ['money', 'Typical pay a year.'],
                'valid_from_date': ['date', 'First day of validity.'],
            },
        },
        'holidays': {
            'key': ['office', 'holiday_date'],
            'may_be_null': ['office'],
            'columns': {
                'office': ['string', 'Office; null: all.'],
                'holiday_date': ['date', 'Day off.'],
            },
        },
        'reviews': {
            'key': ['review_id'],
            'columns': {
                'review_id': ['string', 'Id of the review.'],
                'requisition_system': [
                    'string', 'Short name of the system the requisition is in; null: any that knows its id or number.',
                ],
                'job_id': ['string', 'Job id, where the log has it.'],
                'requisition_id': ['string', "The company's requisition number."],
                'reviewer_id': ['string', 'User id of the reviewer.'],
                'day_columns': 'shared',
                'decision_count': ['bigint', 'Decisions taken.'],
                'reviewed_at': ['timestamp', 'When.'],
                'known_at': 'shared',
            },
        },
        'forecast_calls': {
            'key': ['call_id'],
            'columns': {
                'call_id': ['string', 'Id of the call.'],
                'opening_system': [
                    'string', 'Short name of the system the opening is in; null: any that knows its id.',
                ],
                'opening_id': ['string', 'Id of the opening there.'],
                'caller_id': ['string', 'User id of who called it.'],
                'category': ['string', 'What it is called: closed, commit, best_case, pipeline or omitted (M-48).'],
                'reason': ['string', "Why, in words without anybody's name."],
                'day_columns': 'shared',
                'quarter_start_date': ['date', 'First day of the quarter it is called for.'],
                'called_at': ['timestamp', 'When.'],
                'known_at': 'shared',
            },
        },
        'currency_rates': {
            'key': ['month_start_date', 'currency'],
            'columns': {
                'currency': ['string', 'ISO 4217.'],
                'company_rate': ['double', 'Multiply an amount by this for the company currency.'],
                'month_start_date': ['date', 'First day of the month.'],
            },
        },
        'reconciliations': {
            'key': ['entity'],
            'columns': {
                'entity': ['string', 'Endpoint or file checked.'],
                'source_rows': ['bigint', 'Rows at the source.'],
                'warehouse_rows': ['bigint', 'Live rows of the log.'],
                'source_newest_at': ['timestamp', 'Newest change at the source.'],
                'checked_at': ['timestamp', 'When it was checked.'],
            },
        },
        'input_notes': {
            'columns': {
                'entity': ['string', 'Raw table.'],
                'kind': ['string', 'What is said of the input: unread_row, set_aside, later and so on.'],
                'place': ['string', "File, sheet, list or record's key; never what a cell says."],
                'detail': ['string', 'Why.'],
                'noted_rows': ['bigint', 'Rows it is said of.'],
                'noted_at': ['timestamp', 'Instant of the load.'],
            },
        },
    }) %}
{% endmacro %}
