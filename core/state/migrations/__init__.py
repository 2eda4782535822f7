"""The history of the state database's tables, one file a step."""
