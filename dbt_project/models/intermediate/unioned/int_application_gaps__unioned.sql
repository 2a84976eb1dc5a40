{{ union_contract('application_gaps') }}
