"""Connectors: one file each, found by this folder. What one is: `ingest/source.py`."""
