"""The steps, each named v<number>_<what it adds>.py."""
