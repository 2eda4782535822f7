"""The way in: files and systems become landed records, kept as they came."""
