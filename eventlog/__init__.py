"""The object-centric event log: its tables, generations, case tables, exchange formats and filters."""
