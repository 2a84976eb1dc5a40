{{ union_contract('input_notes') }}
