"""Outcomes: what the orchestration layer reports back of an action, joined to its findings."""
