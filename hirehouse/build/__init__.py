"""What a run is made of before anything is published: its identity, dbt, the private warehouse, its record."""
