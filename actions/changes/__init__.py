"""Change control: a change to a definition is proposed, shown as a difference, tried, approved by its owner."""
