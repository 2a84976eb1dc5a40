"""dbt seeds and models, in the two phases between which the rules gate stands."""
