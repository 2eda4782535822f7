"""One file a channel, found by this folder: how a message is put to one kind of receiver, and what its answer means."""
