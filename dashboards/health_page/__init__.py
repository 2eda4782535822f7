"""What the data health page says: feeds, records set apart, identities to review, conflicts, loads, lineage."""
