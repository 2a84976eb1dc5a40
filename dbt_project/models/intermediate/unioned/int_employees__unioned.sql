{{ union_contract('employees') }}
