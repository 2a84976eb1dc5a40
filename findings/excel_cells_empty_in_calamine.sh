#!/usr/bin/env bash
# Reading an ATS's Excel export with python-calamine: a cell that shows #N/A and a formula that no program has calculated
# yet are empty text, the same as a cell nobody filled. Neither an error nor a mark tells them apart, so a status that
# failed its look-up counts as "no status" and a column of fresh formulas as a column without values.
#
# Versions: python-calamine 0.9.1, openpyxl 3.1.5 (writes the workbook, and reads it back to show that the cells differ).
# Seen:
#   calamine [['row', 'status', 'seats'], ['filled', '', ''], ['empty', '', '']]
#   openpyxl [('row', 'status', 'seats'), ('filled', '#N/A', '=1+1'), ('empty', None, None)]
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check python-calamine==0.9.1 openpyxl==3.1.5
"$folder/venv/bin/python" - "$folder/export.xlsx" <<'PYTHON'
import sys

import openpyxl
from python_calamine import CalamineWorkbook

path = sys.argv[1]
book = openpyxl.Workbook()
sheet = book.active
for row in (["row", "status", "seats"], ["filled", "#N/A", "=1+1"], ["empty", None, None]):
    sheet.append(row)
book.save(path)

calamine = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
openpyxl_rows = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
print("calamine", calamine)
print("openpyxl", openpyxl_rows)
assert [row[1:] for row in calamine[1:]] == [["", ""], ["", ""]], "the cells are told apart now"
assert [row[1:] for row in openpyxl_rows[1:]] == [("#N/A", "=1+1"), (None, None)]
PYTHON
