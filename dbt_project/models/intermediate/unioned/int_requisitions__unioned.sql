{{ union_contract('requisitions') }}
