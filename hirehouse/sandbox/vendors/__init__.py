"""One module (or package) per simulated vendor, found by looking.

A vendor module defines ``VENDOR``, a subclass of ``hirehouse.sandbox.http.vendor.SimulatedVendor``. Adding a vendor
is adding the module: nothing else names it.
"""
