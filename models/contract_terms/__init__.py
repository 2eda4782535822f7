"""Terms read from signed contracts: each with its place in the text and how sure the reading is. A person confirms."""
