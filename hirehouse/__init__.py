"""The product's own Python: settings, the run, publishing, the command line and what people read."""
