"""Events that no system records and that follow from those it does: one rule a file, over canonical objects."""
