{{ union_contract('offers') }}
