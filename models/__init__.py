"""Detectors that learn from the past and score the present, the findings they raise, and what people say of those."""
