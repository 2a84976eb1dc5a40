{{ union_contract('applications') }}
