"""May this load be believed, may it be published: Great Expectations judges rule rows and public tables."""
