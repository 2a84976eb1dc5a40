"""The simulated company and the vendors' APIs that speak about it."""
