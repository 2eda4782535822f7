"""Event logs in and out: XES, OCEL 2.0 and flat files."""
