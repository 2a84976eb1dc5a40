"""Raw tables: one asset per endpoint of every connector that is found."""
