"""Case tables: one process flattened on its leading object, integer-coded and sorted for speed."""
