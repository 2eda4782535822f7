"""One file one report, found by its folder: its title, the grain of its period, and how it is made of the log."""
