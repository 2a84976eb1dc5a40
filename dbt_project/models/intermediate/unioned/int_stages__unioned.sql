{{ union_contract('stages') }}
