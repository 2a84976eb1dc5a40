{{ union_contract('reconciliations') }}
