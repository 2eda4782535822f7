"""The rules, one a file: what happened though no system wrote it down.

Each opens with what its rows are, the event (or object) they yield, the type of thing it happens to, the records used,
and after which rules it runs. Its rows: `thing_no`, `ts`, and the numbers of the events and objects it rests on.
"""
