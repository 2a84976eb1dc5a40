{{ union_contract('rejection_reasons') }}
