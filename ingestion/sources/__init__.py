"""One folder per connector. The registry finds them by looking; nothing lists them."""
