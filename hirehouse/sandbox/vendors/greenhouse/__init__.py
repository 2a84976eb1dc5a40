"""Simulated Greenhouse (Harvest v3)."""

from hirehouse.sandbox.vendors.greenhouse.api import Greenhouse

VENDOR = Greenhouse

__all__ = ["VENDOR", "Greenhouse"]
