"""What a run is made of, between the command line and dbt."""
