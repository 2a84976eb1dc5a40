{#- Columns and portable types every system delivers: plans, money, calendars and checks. `contract` adds `system`. -#}
{% macro contract_plans() %}
    {% do return({
        'hiring_plan': {
            'function': 'string', 'plan_version': 'string', 'day_columns': 'string', 'plan_seats': 'bigint',
            'quarter_start_date': 'date', 'planned_at': 'timestamp', 'known_at': 'timestamp',
        },
        'source_spend': {
            'cost_side': 'string', 'source_name': 'string', 'channel': 'string', 'function': 'string',
            'currency': 'string', 'spend_amount': 'money', 'month_start_date': 'date',
        },
        'cost_parameters': {
            'parameter_set': 'string', 'function': 'string', 'vacancy_multiplier': 'double', 'pay_load': 'double',
            'value_multiplier': 'double', 'working_days': 'bigint', 'annual_pay_amount': 'money',
            'valid_from_date': 'date',
        },
        'holidays': {
            'office': 'string', 'holiday_date': 'date',
        },
        'reviews': {
            'review_id': 'string', 'requisition_system': 'string', 'job_id': 'string', 'requisition_id': 'string',
            'reviewer_id': 'string', 'day_columns': 'string', 'decision_count': 'bigint',
            'reviewed_at': 'timestamp', 'known_at': 'timestamp',
        },
        'forecast_calls': {
            'call_id': 'string', 'opening_system': 'string', 'opening_id': 'string', 'caller_id': 'string',
            'category': 'string', 'reason': 'string', 'day_columns': 'string', 'quarter_start_date': 'date',
            'called_at': 'timestamp', 'known_at': 'timestamp',
        },
        'currency_rates': {
            'currency': 'string', 'company_rate': 'double', 'month_start_date': 'date',
        },
        'reconciliations': {
            'entity': 'string', 'source_rows': 'bigint', 'warehouse_rows': 'bigint',
            'source_newest_at': 'timestamp', 'checked_at': 'timestamp',
        },
        'input_notes': {
            'entity': 'string', 'kind': 'string', 'place': 'string', 'detail': 'string', 'noted_rows': 'bigint',
            'noted_at': 'timestamp',
        },
    }) %}
{% endmacro %}
