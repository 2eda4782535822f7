"""Findings: what a detector saw, raised once per subject and kept until a person or an outcome ends it."""
