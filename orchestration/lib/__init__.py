"""Classes and functions the definitions share."""
