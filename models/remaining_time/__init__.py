"""How long a running case still takes, by what its like took: a model over any event log, with an interval."""
