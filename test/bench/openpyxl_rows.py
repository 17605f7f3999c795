"""Reads a workbook with openpyxl, read-only, and prints a measure as JSON; ends with 3 where openpyxl is not installed."""
import json
import resource
import sys
import time

try:
    import openpyxl
except ImportError:
    sys.exit(3)

start = time.perf_counter()
rows = cells = size = 0
sheet = openpyxl.load_workbook(sys.argv[1], read_only=True).worksheets[0]
sheet.reset_dimensions()
for row in sheet.iter_rows(values_only=True):
    rows += 1
    for value in row:
        if value is None:
            continue
        cells += 1
        size += len(str(value).encode())
print(json.dumps({
    "rows": rows,
    "cells": cells,
    "bytes": size,
    "seconds": round(time.perf_counter() - start, 3),
    "peakMB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
}))
