"""From landed streams to staged rows: typed, with bad records set aside and their reason told."""
