"""Rules that find what is missing or in conflict, one file each: `exceptions/` count things that went wrong, `gaps/`
records that disagree between two systems.

A rule's header says its title, kind, severity, owner and where it holds; its rows are what it found (`running.py`). All
of it is kept with the generation as `fact.exception` and `fact.gap`.
"""
