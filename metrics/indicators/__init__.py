"""Indicators, a file each. `metrics/declaration.py` says what a header holds, `metrics/shares.py` what the rows are."""
