"""The bottom room: settings, errors, progress, the run lock, and what dbt's manifest says. Imports nothing of ours."""
