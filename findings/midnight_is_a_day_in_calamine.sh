#!/usr/bin/env bash
# Reading an ATS's Excel export with python-calamine: a moment that happens to be midnight comes back as a day, although
# its cell shows a time of day like its neighbours. Days and moments are placed differently (a day at its office, a moment
# in its zone), so one interview at midnight moves to another time than the rest of its column.
#
# Versions: python-calamine 0.9.1, openpyxl 3.1.5 (writes the workbook, and reads it back).
# Seen:
#   calamine [datetime.datetime(2026, 7, 1, 9, 15), datetime.date(2026, 7, 2)]
#   openpyxl [datetime.datetime(2026, 7, 1, 9, 15), datetime.datetime(2026, 7, 2, 0, 0)]
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check python-calamine==0.9.1 openpyxl==3.1.5
"$folder/venv/bin/python" - "$folder/export.xlsx" <<'PYTHON'
import sys
from datetime import date, datetime

import openpyxl
from python_calamine import CalamineWorkbook

path = sys.argv[1]
book = openpyxl.Workbook()
for row, moment in enumerate((datetime(2026, 7, 1, 9, 15), datetime(2026, 7, 2)), start=1):
    book.active.cell(row, 1, moment).number_format = "dd.mm.yyyy hh:mm"
book.save(path)

calamine = [row[0] for row in CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()]
openpyxl_rows = [row[0] for row in openpyxl.load_workbook(path).active.iter_rows(values_only=True)]
print("calamine", calamine)
print("openpyxl", openpyxl_rows)
assert calamine == [datetime(2026, 7, 1, 9, 15), date(2026, 7, 2)], "a midnight is a moment now"
assert openpyxl_rows == [datetime(2026, 7, 1, 9, 15), datetime(2026, 7, 2)]
PYTHON
