{{ union_contract('source_spend') }}
