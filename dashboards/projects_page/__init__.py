"""The parts of the pages of projects: what they ask, how they say it, and the cards of one project."""
