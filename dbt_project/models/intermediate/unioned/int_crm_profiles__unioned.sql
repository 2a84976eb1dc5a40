{{ union_contract('crm_profiles') }}
