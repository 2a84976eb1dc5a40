"""The home: the folder with the log, the warehouse and what is published, and what keeps it whole."""
