"""What people ask of the published file: questions, the summary, the semantic layer, the status."""
