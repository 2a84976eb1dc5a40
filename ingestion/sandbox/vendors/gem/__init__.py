"""Simulated Gem (CRM API v0 and data export)."""

from ingestion.sandbox.vendors.gem.api import Gem

VENDOR = Gem

__all__ = ["VENDOR", "Gem"]
