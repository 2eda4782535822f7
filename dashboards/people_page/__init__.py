"""The parts of the page of people: what it asks, and its cards."""
