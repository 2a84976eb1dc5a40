{{ union_contract('holidays') }}
