"""The whole path, from the vendors' APIs to published tables, the way a person runs it."""
