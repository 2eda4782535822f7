"""Running cases that will probably miss a service level, and when they will be there."""
