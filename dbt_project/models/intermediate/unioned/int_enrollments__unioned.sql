{{ union_contract('enrollments') }}
