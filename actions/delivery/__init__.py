"""Sending what is in the outbox: at least once, each subject in order, until it is taken or given up with a reason."""
