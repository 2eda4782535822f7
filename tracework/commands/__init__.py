"""The command line's verbs, one file each, in the order of the data's way."""
