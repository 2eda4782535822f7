"""The audit: who did what, when, and from what to what. Entries are only ever added, each sealed by the one before."""
