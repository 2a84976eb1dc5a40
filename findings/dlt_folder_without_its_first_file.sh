#!/usr/bin/env bash
# dlt's filesystem destination on a local folder: a process that dies between dlt's making the dataset's folder and its
# writing the file "init" in it keeps every later load from starting. dlt takes the storage for not initialised, makes the
# folder again without allowing that it exists, and fails; so does any folder somebody made beforehand.
#
# Versions: dlt 1.31.0 (with fsspec as it brings it).
# Seen: FileExistsError [Errno 17] File exists: '.../log/d'
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check "dlt[parquet]==1.31.0"
mkdir -p "$folder/log/d" # as a process killed at that moment leaves it
"$folder/venv/bin/python" - "$folder" <<'PYTHON'
import sys
from pathlib import Path

import dlt

folder = Path(sys.argv[1])
pipeline = dlt.pipeline(
    "p",
    pipelines_dir=str(folder / "state"),
    destination=dlt.destinations.filesystem(bucket_url=(folder / "log").as_uri()),
    dataset_name="d",
)
try:
    pipeline.run([{"id": 1}], table_name="t", loader_file_format="parquet")
except Exception as error:
    cause = error.__cause__ or error
    print(type(cause).__name__, cause)
PYTHON
