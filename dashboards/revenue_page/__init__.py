"""What the pages of delayed revenue are made of: blockers, work lists, the readiness of one event, the close."""
