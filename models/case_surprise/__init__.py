"""How surprising it is that a case ran as it did: each event against what other cases did in the same place.

Nothing is labelled. Of every event it is asked how often, in the other cases, it comes after the events before it and
before the events after it, and so of its attributes. The case itself is left out of every count, so that what is
unique is not its own proof.
"""
