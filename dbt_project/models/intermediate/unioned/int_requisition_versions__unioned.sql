{{ union_contract('requisition_versions') }}
