{{ union_contract('forecast_calls') }}
