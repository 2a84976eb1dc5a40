"""Measurements with ratios: ``make bench``. Never part of the tests, since a machine's speed proves nothing."""
