"""``python -m hirehouse.cli``: the same as the command ``hirehouse``."""

from hirehouse.cli.app import app

app()
