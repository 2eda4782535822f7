"""Indicators by month and slice: where they are off target, and since when they have changed for the worse."""
