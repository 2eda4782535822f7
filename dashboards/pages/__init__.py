"""One page a file: its path, its layout and its callbacks."""
