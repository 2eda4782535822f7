"""Which objects of different systems are one thing, by key, rule or a decision; and their conflicts."""
