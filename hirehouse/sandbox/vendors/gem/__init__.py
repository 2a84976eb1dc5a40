"""Simulated Gem (CRM API v0 and data export)."""

from hirehouse.sandbox.vendors.gem.api import Gem

VENDOR = Gem

__all__ = ["VENDOR", "Gem"]
