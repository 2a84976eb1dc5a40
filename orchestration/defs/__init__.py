"""One folder per concern; each module is found by itself."""
