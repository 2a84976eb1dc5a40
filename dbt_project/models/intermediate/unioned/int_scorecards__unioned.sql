{{ union_contract('scorecards') }}
