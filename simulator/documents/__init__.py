"""Signed contracts as files: terms drawn at random, worded in many ways, laid out as PDF and DOCX, the truth kept."""
