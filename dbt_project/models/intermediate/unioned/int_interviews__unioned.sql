{{ union_contract('interviews') }}
