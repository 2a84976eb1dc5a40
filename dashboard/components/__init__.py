"""What the pages are made of: figures in words, tiles, tables, charts, filters."""
