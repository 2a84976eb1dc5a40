{{ union_contract('reviews') }}
