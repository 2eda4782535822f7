"""The indicators, one file each: `measures(firm)` gives their measures with all shares."""
