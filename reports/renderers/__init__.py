"""One file one format, found by its folder and named as its files end: its media type, how a report becomes one."""
