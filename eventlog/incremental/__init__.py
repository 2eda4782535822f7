"""A generation made from the one before it: only what changed loads can reach is read, mapped and flattened again."""
