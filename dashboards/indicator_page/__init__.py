"""The parts of the pages of indicators: all of them as tiles, and one of them whole."""
