"""The parts of the page of actions: what waits, what was done, the policies behind it, changes to definitions."""
