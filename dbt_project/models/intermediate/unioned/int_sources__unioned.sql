{{ union_contract('sources') }}
