#!/usr/bin/env bash
# Joining text columns row by row in pyarrow, nulls skipped: a row in which every column is null is not an empty text or a
# null in the answer, it is missing from it. The answer is shorter than its input, so every row after it stands one too
# high when it is put beside the other columns.
#
# Versions: pyarrow 26.0.1.
# Seen:
#   skip    ['a,b', 'c'] for 3 rows
#   replace ['a,b', '?,?', '?,c'] for 3 rows
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check pyarrow==26.0.1
"$folder/venv/bin/python" - <<'PYTHON'
import pyarrow as pa
import pyarrow.compute as pc

left, right = pa.array(["a", None, None]), pa.array(["b", None, "c"])
skipped = pc.binary_join_element_wise(left, right, ",", null_handling="skip")
replaced = pc.binary_join_element_wise(left, right, ",", null_handling="replace", null_replacement="?")
print("skip   ", skipped.to_pylist(), "for", len(left), "rows")
print("replace", replaced.to_pylist(), "for", len(left), "rows")
assert skipped.to_pylist() == ["a,b", "c"], "the row of nulls is there now"
assert replaced.to_pylist() == ["a,b", "?,?", "?,c"]
PYTHON
