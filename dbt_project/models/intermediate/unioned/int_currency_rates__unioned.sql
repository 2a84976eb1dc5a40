{{ union_contract('currency_rates') }}
