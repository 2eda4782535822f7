"""Drafts: texts written from figures, each sentence with its number, that leave only after a person has approved."""
