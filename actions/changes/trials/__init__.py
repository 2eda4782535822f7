"""Trials: what a proposed definition would have said of the past, one file a kind of definition.

Each tries what holds and what is proposed on the published log and gives a `Trial`, which all surfaces show alike.
"""
