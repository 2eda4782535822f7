"""One file a kind of condition, found by its folder: the words that open it (OPENINGS), `parse`, and its Condition."""
