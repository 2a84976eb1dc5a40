{{ union_contract('users') }}
