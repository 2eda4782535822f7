"""Whether an invoice will be disputed or paid late, from what was known when it was issued."""
