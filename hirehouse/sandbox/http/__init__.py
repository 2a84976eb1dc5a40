"""The vendor-neutral half of the sandbox's web server: rows, paging, limits, faults on the wire, vendor discovery."""
