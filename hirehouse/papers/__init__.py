"""The pages of `docs/` that are generated: metrics, rules and the picture of the code."""
