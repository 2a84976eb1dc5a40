"""Dagster only: which asset comes after which, when, and what stops it. The work itself is done in the other rooms."""
