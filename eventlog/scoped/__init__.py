"""A generation as somebody with a limited scope, or without sight of names, may read it.

The generation is attached to a database in memory, under a name that no query uses; what queries find instead are
tables and views of the same names that hold the visible rows only. So a page, a kernel, an export or an indicator needs
to know nothing of scopes and cannot forget them; a table that no rule here knows is empty.
"""
