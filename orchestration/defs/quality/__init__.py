"""The verdicts of the two gates, as assets with blocking checks."""
