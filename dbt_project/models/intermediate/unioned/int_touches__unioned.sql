{{ union_contract('touches') }}
