"""Policies: which findings lead to which action, through which channel, after whose approval, and how often at most."""
