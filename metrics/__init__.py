"""Indicators: each declared once, in one file, and the same number on every surface.

A build first makes `fact.*` from the log: what the business's records say, typed, one table a kind of thing (`facts/`).
Then each indicator's statement (`indicators/`, a workspace's own in its folder `indicators`) gives each object's share,
kept as `indicator.<name>`. Answers are shares brought together: by any slices and any period.
"""
