"""One file a detector, found by this folder: each holds `DETECTOR`."""
