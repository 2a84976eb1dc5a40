{{ union_contract('openings') }}
