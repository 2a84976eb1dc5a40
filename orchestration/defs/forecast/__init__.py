"""The forecast of hires: between the first gate and the tables that show it."""
